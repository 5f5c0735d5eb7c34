// N4 bias field correction (Tustison et al., IEEE Trans Med Imaging 2010), by ITK.
#include "volume.hpp"

#include <itkBSplineControlPointImageFilter.h>
#include <itkN4BiasFieldCorrectionImageFilter.h>
#include <itkOtsuThresholdImageFilter.h>
#include <itkShrinkImageFilter.h>

#include <algorithm>

namespace {

using medtrain::Unreadable;
using medtrain::itk_door::Volume;
using Mask = itk::Image<unsigned char, 3>;
using N4 = itk::N4BiasFieldCorrectionImageFilter<Volume, Mask, Volume>;

// What belongs to the object: above Otsu's threshold, above 0, or everything above 0 with no threshold (N4 takes logarithms).
Mask::Pointer mask_of(const Volume* volume, bool otsu) {
    float threshold = 0;
    if (otsu) {
        using Otsu = itk::OtsuThresholdImageFilter<Volume, Mask>;
        const Otsu::Pointer filter = Otsu::New();
        filter->SetInput(volume);
        filter->SetNumberOfHistogramBins(200);
        filter->Update();
        threshold = std::max(0.0F, static_cast<float>(filter->GetThreshold()));
    }
    const Mask::Pointer mask = Mask::New();
    mask->CopyInformation(volume);
    mask->SetRegions(volume->GetLargestPossibleRegion());
    mask->Allocate();
    const float* value = volume->GetBufferPointer();
    std::transform(value, value + volume->GetLargestPossibleRegion().GetNumberOfPixels(), mask->GetBufferPointer(),
                   [threshold](float one) { return static_cast<unsigned char>(one > threshold ? 1 : 0); });
    return mask;
}

template <typename Image>
typename Image::Pointer shrink(const Image* image, unsigned int factor) {
    using Shrink = itk::ShrinkImageFilter<Image, Image>;
    const typename Shrink::Pointer filter = Shrink::New();
    filter->SetInput(image);
    for (unsigned int axis = 0; axis < 3; axis++) {
        const auto size = static_cast<unsigned int>(image->GetLargestPossibleRegion().GetSize(axis));
        filter->SetShrinkFactor(axis, std::max(1U, std::min(factor, size / 8)));  // enough points stay for the spline
    }
    filter->Update();
    return filter->GetOutput();
}

// Divides by the field, evaluated at full resolution from the spline that was fitted to the shrunken image.
void divide_by_field(const N4* n4, Volume* volume) {
    using Reconstruct = itk::BSplineControlPointImageFilter<N4::BiasFieldControlPointLatticeType, N4::ScalarImageType>;
    const Reconstruct::Pointer field = Reconstruct::New();
    field->SetInput(n4->GetLogBiasFieldControlPointLattice());
    field->SetSplineOrder(n4->GetSplineOrder());
    field->SetSize(volume->GetLargestPossibleRegion().GetSize());
    field->SetOrigin(volume->GetOrigin());
    field->SetDirection(volume->GetDirection());
    field->SetSpacing(volume->GetSpacing());
    field->Update();
    float* value = volume->GetBufferPointer();
    const N4::ScalarImageType::PixelType* log_field = field->GetOutput()->GetBufferPointer();
    const itk::SizeValueType count = volume->GetLargestPossibleRegion().GetNumberOfPixels();
    for (itk::SizeValueType i = 0; i < count; i++) {
        value[i] /= std::exp(log_field[i][0]);
    }
}

}  // namespace

// Corrects a volume in place. distance_mm: of the spline's control points at the first of the levels; each further level halves it.
MEDTRAIN_EXPORT int medtrain_itk_correct_bias(
    float* voxels, const std::int64_t* size, const double* place, int otsu, int shrink_factor, int levels, int iterations,
    double distance_mm, char* error, int error_size) {
    return medtrain::guarded(error, error_size, [&] {
        medtrain::itk_door::work_on_one_thread();
        const Volume::Pointer volume = medtrain::itk_door::make_volume(voxels, size, place);
        const Mask::Pointer mask = mask_of(volume, otsu != 0);
        const Volume::Pointer small = shrink<Volume>(volume, static_cast<unsigned int>(shrink_factor));
        const Mask::Pointer small_mask = shrink<Mask>(mask, static_cast<unsigned int>(shrink_factor));
        const unsigned char* inside = small_mask->GetBufferPointer();
        if (std::count(inside, inside + small_mask->GetLargestPossibleRegion().GetNumberOfPixels(), 1) < 100) {
            throw Unreadable("too few voxels lie above the threshold to estimate a bias field");
        }
        const N4::Pointer n4 = N4::New();
        n4->SetInput(small);
        n4->SetMaskImage(small_mask);
        n4->SetMaskLabel(1);
        n4->SetUseMaskLabel(true);
        n4->SetNumberOfFittingLevels(static_cast<unsigned int>(levels));
        N4::VariableSizeArrayType counts(static_cast<unsigned int>(levels));
        counts.Fill(static_cast<unsigned int>(iterations));
        n4->SetMaximumNumberOfIterations(counts);
        n4->SetConvergenceThreshold(1e-6);
        N4::ArrayType points;
        for (unsigned int axis = 0; axis < 3; axis++) {
            const double extent = static_cast<double>(size[axis] - 1) * place[axis];
            points[axis] = static_cast<unsigned int>(std::max(1.0, std::ceil(extent / distance_mm))) + n4->GetSplineOrder();
        }
        n4->SetNumberOfControlPoints(points);
        try {
            n4->Update();
            divide_by_field(n4, volume);
        } catch (const itk::ExceptionObject&) {
            throw Unreadable("the bias field cannot be estimated");
        }
        std::memcpy(voxels, volume->GetBufferPointer(), sizeof(float) * static_cast<size_t>(size[0] * size[1] * size[2]));
    });
}
