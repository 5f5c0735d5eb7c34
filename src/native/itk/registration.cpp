// Rigid and affine registration of a volume to a template by mutual information (Mattes et al. 2001), by ITK.
#include "volume.hpp"

#include <itkAffineTransform.h>
#include <itkCenteredTransformInitializer.h>
#include <itkImageRegistrationMethodv4.h>
#include <itkMattesMutualInformationImageToImageMetricv4.h>
#include <itkRegistrationParameterScalesFromPhysicalShift.h>
#include <itkRegularStepGradientDescentOptimizerv4.h>
#include <itkResampleImageFilter.h>
#include <itkVersorRigid3DTransform.h>

#include <algorithm>

namespace {

using medtrain::Unreadable;
using medtrain::itk_door::Volume;
using Rigid = itk::VersorRigid3DTransform<double>;
using Affine = itk::AffineTransform<double, 3>;
using Metric = itk::MattesMutualInformationImageToImageMetricv4<Volume, Volume>;
using Optimizer = itk::RegularStepGradientDescentOptimizerv4<double>;

constexpr unsigned int kLevels = 3;
constexpr int kSeed = 1;

// Improves a transform in place, from coarse to fine.
template <typename Transform>
void improve(const Volume* fixed, const Volume* moving, Transform* transform, double sampling, int iterations) {
    const Metric::Pointer metric = Metric::New();
    metric->SetNumberOfHistogramBins(32);
    metric->SetUseMovingImageGradientFilter(false);
    metric->SetUseFixedImageGradientFilter(false);
    using Scales = itk::RegistrationParameterScalesFromPhysicalShift<Metric>;
    const Scales::Pointer scales = Scales::New();
    scales->SetMetric(metric);
    scales->SetTransformForward(true);
    const Optimizer::Pointer optimizer = Optimizer::New();
    optimizer->SetScalesEstimator(scales);
    optimizer->SetLearningRate(1);
    optimizer->SetDoEstimateLearningRateOnce(true);
    optimizer->SetMinimumStepLength(0.001);
    optimizer->SetRelaxationFactor(0.6);
    optimizer->SetNumberOfIterations(static_cast<itk::SizeValueType>(iterations));
    optimizer->SetReturnBestParametersAndValue(true);

    using Method = itk::ImageRegistrationMethodv4<Volume, Volume, Transform>;
    const typename Method::Pointer method = Method::New();
    method->SetFixedImage(fixed);
    method->SetMovingImage(moving);
    method->SetMetric(metric);
    method->SetOptimizer(optimizer);
    method->SetInitialTransform(transform);
    method->InPlaceOn();
    method->SetNumberOfLevels(kLevels);
    typename Method::ShrinkFactorsArrayType factors(kLevels);
    typename Method::SmoothingSigmasArrayType sigmas(kLevels);
    for (unsigned int level = 0; level < kLevels; level++) {
        factors[level] = 1U << (kLevels - 1 - level);
        sigmas[level] = kLevels - 1 - level;
    }
    method->SetShrinkFactorsPerLevel(factors);
    method->SetSmoothingSigmasPerLevel(sigmas);
    method->SetSmoothingSigmasAreSpecifiedInPhysicalUnits(false);
    method->SetMetricSamplingStrategy(Method::MetricSamplingStrategyEnum::REGULAR);
    method->SetMetricSamplingPercentage(sampling);
    method->MetricSamplingReinitializeSeed(kSeed);
    method->Update();
}

// Brings the centres of mass together.
Rigid::Pointer start(const Volume* fixed, const Volume* moving) {
    const Rigid::Pointer transform = Rigid::New();
    using Initializer = itk::CenteredTransformInitializer<Rigid, Volume, Volume>;
    const Initializer::Pointer initializer = Initializer::New();
    initializer->SetTransform(transform);
    initializer->SetFixedImage(fixed);
    initializer->SetMovingImage(moving);
    initializer->MomentsOn();
    initializer->InitializeTransform();
    return transform;
}

Affine::Pointer register_volumes(const Volume* fixed, const Volume* moving, bool affine, double sampling, int iterations) {
    const Rigid::Pointer rigid = start(fixed, moving);
    improve(fixed, moving, rigid.GetPointer(), sampling, iterations);
    const Affine::Pointer result = Affine::New();
    result->SetCenter(rigid->GetCenter());
    result->SetMatrix(rigid->GetMatrix());
    result->SetTranslation(rigid->GetTranslation());
    if (affine) {
        improve(fixed, moving, result.GetPointer(), sampling, iterations);
    }
    return result;
}

void check(const Affine* transform) {
    const double stretch = vnl_determinant(transform->GetMatrix().GetVnlMatrix().as_matrix());
    if (!(stretch > 0.2 && stretch < 5)) {
        throw Unreadable("the image cannot be registered to the template: no likely position was found");
    }
}

// The share of the template's voxels that lie inside the image.
double overlap(const Volume* fixed, const Volume* moving, const Affine* transform) {
    itk::SizeValueType inside = 0;
    itk::SizeValueType all = 0;
    const Volume::SizeType size = fixed->GetLargestPossibleRegion().GetSize();
    Volume::IndexType at;
    for (at[2] = 0; at[2] < static_cast<itk::IndexValueType>(size[2]); at[2] += 4) {
        for (at[1] = 0; at[1] < static_cast<itk::IndexValueType>(size[1]); at[1] += 4) {
            for (at[0] = 0; at[0] < static_cast<itk::IndexValueType>(size[0]); at[0] += 4) {
                Volume::PointType point;
                fixed->TransformIndexToPhysicalPoint(at, point);
                Volume::IndexType unused;
                inside += moving->TransformPhysicalPointToIndex(transform->TransformPoint(point), unused) ? 1 : 0;
                all++;
            }
        }
    }
    return static_cast<double>(inside) / static_cast<double>(all);
}

void resample(const Volume* fixed, const Volume* moving, const Affine* transform, float* target) {
    using Resample = itk::ResampleImageFilter<Volume, Volume>;
    const Resample::Pointer filter = Resample::New();
    filter->SetInput(moving);
    filter->SetTransform(transform);
    filter->SetReferenceImage(fixed);
    filter->UseReferenceImageOn();
    const float* values = moving->GetBufferPointer();
    filter->SetDefaultPixelValue(*std::min_element(values, values + moving->GetLargestPossibleRegion().GetNumberOfPixels()));
    filter->Update();
    std::memcpy(target, filter->GetOutput()->GetBufferPointer(),
                sizeof(float) * static_cast<size_t>(fixed->GetLargestPossibleRegion().GetNumberOfPixels()));
}

}  // namespace

// Registers moving to fixed. target receives moving on fixed's grid; map (12 numbers, three rows of four) takes a point of the template
// to the point of the image that lies there, both in LPS mm.
MEDTRAIN_EXPORT int medtrain_itk_register(
    const float* fixed_voxels, const std::int64_t* fixed_size, const double* fixed_place,
    const float* moving_voxels, const std::int64_t* moving_size, const double* moving_place,
    int affine, double sampling, int iterations, float* target, double* map, char* error, int error_size) {
    return medtrain::guarded(error, error_size, [&] {
        medtrain::itk_door::work_on_one_thread();
        const Volume::Pointer fixed = medtrain::itk_door::make_volume(fixed_voxels, fixed_size, fixed_place);
        const Volume::Pointer moving = medtrain::itk_door::make_volume(moving_voxels, moving_size, moving_place);
        try {
            const Affine::Pointer found = register_volumes(fixed, moving, affine != 0, sampling, iterations);
            check(found);
            if (overlap(fixed, moving, found) < 0.25) {
                throw Unreadable("the image cannot be registered to the template: less than a quarter of the template lies inside the image");
            }
            resample(fixed, moving, found, target);
            const Affine::OutputVectorType offset = found->GetOffset();
            for (unsigned int row = 0; row < 3; row++) {
                for (unsigned int column = 0; column < 3; column++) {
                    map[(4 * row) + column] = found->GetMatrix()(row, column);
                }
                map[(4 * row) + 3] = offset[row];
            }
        } catch (const itk::ExceptionObject&) {
            throw Unreadable("the image cannot be registered to the template: they have too little in common");
        }
    });
}
