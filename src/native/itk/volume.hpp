// Volumes as the door's callers give them: floats, x fastest, with their place in LPS mm.
#pragma once

#include "../abi.hpp"

#include <itkImage.h>
#include <itkMultiThreaderBase.h>
#include <itkObject.h>

#include <cmath>
#include <cstdint>
#include <cstring>

namespace medtrain::itk_door {

using Volume = itk::Image<float, 3>;

// size: x, y, z. place: spacing (3), origin (3), then for each axis its LPS unit vector (9).
inline Volume::Pointer make_volume(const std::int64_t* size, const double* place) {
    Volume::SizeType sizes;
    Volume::SpacingType spacing;
    Volume::PointType origin;
    Volume::DirectionType direction;
    for (unsigned int axis = 0; axis < 3; axis++) {
        sizes[axis] = static_cast<itk::SizeValueType>(size[axis]);
        spacing[axis] = place[axis];
        origin[axis] = place[3 + axis];
        for (unsigned int world = 0; world < 3; world++) {
            direction(world, axis) = place[6 + (3 * axis) + world];
        }
    }
    const Volume::Pointer volume = Volume::New();
    volume->SetRegions(sizes);
    volume->SetSpacing(spacing);
    volume->SetOrigin(origin);
    volume->SetDirection(direction);
    volume->Allocate();
    return volume;
}

inline Volume::Pointer make_volume(const float* voxels, const std::int64_t* size, const double* place) {
    const Volume::Pointer volume = make_volume(size, place);
    std::memcpy(volume->GetBufferPointer(), voxels, sizeof(float) * static_cast<size_t>(size[0] * size[1] * size[2]));
    return volume;
}

// Several images are worked on at once, one process each; and sums over threads would depend on their timing.
inline void work_on_one_thread() {
    itk::Object::GlobalWarningDisplayOff();
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
    itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
}

}  // namespace medtrain::itk_door
