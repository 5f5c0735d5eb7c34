namespace MedTrain.Data.Imaging.Dicom;

/// <summary>Pixel spacing and slice thickness of a picture, with what must be assumed.</summary>
internal static class InPlaneSpacing
{
    /// <summary>Spacing along x (between columns) and y (between rows) and the thickness along z, mm; 1 where nothing is known.</summary>
    public static Vector3 Of(DicomTags tags, List<string> warnings)
    {
        double[]? spacing = Valid(tags.PixelSpacing);
        if (spacing is null && Valid(tags.ImagerPixelSpacing) is double[] atDetector)
        {
            warnings.Add("no PixelSpacing: the spacing at the detector (ImagerPixelSpacing) is used, which is larger than in the patient");
            spacing = atDetector;
        }
        if (spacing is null)
        {
            warnings.Add("no pixel spacing: 1 mm assumed");
        }
        double thickness = new[] { tags.SpacingBetweenSlices, tags.SliceThickness }.FirstOrDefault(t => t is > 0 and < 1e6) ?? 1;
        return new(spacing?[1] ?? 1, spacing?[0] ?? 1, thickness);
    }

    private static double[]? Valid(double[]? spacing) => spacing is [> 0 and < 1e6, > 0 and < 1e6] ? spacing : null;
}
