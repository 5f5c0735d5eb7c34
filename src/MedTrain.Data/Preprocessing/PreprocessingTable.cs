namespace MedTrain.Data.Preprocessing;

/// <summary>The preprocessing steps that an experiment file can name. To add one: one file with a sealed record, one line here.</summary>
public static class PreprocessingTable
{
    /// <summary>Name in the experiment file and type of each step.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Steps { get; } =
    [
        ("reorient", typeof(Reorient)),
        ("correct_bias", typeof(CorrectBias)),
        ("register", typeof(Register)),
        ("resample", typeof(Resample)),
        ("resize", typeof(Resize)),
        ("crop_or_pad", typeof(CropOrPad)),
        ("crop_foreground", typeof(CropForeground)),
        ("intensity_window", typeof(IntensityWindow)),
        ("fixed_range", typeof(FixedRange)),
        ("percentile_clip", typeof(PercentileClip)),
        ("min_max", typeof(MinMax)),
        ("z_score", typeof(ZScore)),
        ("pad_to_multiple", typeof(PadToMultiple)),
        ("crop_box", typeof(CropBox)),
        ("take_slices", typeof(TakeSlices)),
        ("apply_mask", typeof(ApplyMask)),
        ("region_means", typeof(RegionMeans)),
        ("histogram_match", typeof(HistogramMatch)),
        ("histogram_equalize", typeof(HistogramEqualize)),
        ("clahe", typeof(Clahe)),
        ("channels", typeof(Channels)),
    ];

    /// <summary>The name of a step's type.</summary>
    /// <param name="step">The step.</param>
    /// <returns>Its name in the table.</returns>
    public static string NameOf(PreprocessingStep step) => Steps.Single(row => row.Type == step.GetType()).Name;
}
