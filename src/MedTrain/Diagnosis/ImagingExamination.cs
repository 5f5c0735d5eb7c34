namespace MedTrain.Diagnosis;

/// <summary>Looks at the libraries that decode images.</summary>
internal static class ImagingExamination
{
    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Run()
    {
        yield return new NativeShim("libmedtrain_dicom.so").Examine("DICOM", "DCMTK", "libdcmdata.so", @"(\d+\.\d+\.\d+)$");
        yield return new NativeShim("libmedtrain_itk.so").Examine("PNG, JPEG, TIFF, NRRD", "ITK", "libITKCommon", @"-(\d+\.\d+)");
    }
}
