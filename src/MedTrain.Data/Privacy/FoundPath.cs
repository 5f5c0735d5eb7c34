using System.Globalization;
using System.Text.RegularExpressions;

namespace MedTrain.Data.Privacy;

/// <summary>
/// How a file is named in messages. What a person typed, or wrote into a manifest, is that person's own text and is shown as it is. A
/// file that the program found by itself below a folder may carry a patient's name, so of its path only numbers, single letters and the
/// words of a small vocabulary are shown; its number in the order of names tells which one it is.
/// </summary>
public static partial class FoundPath
{
    private const string Mask = "***";

    private static readonly HashSet<string> Vocabulary = new(
        ("aal abdomen acq adc analysis anat and axial bids bold bone bvec bval caps case cases chest class control coronal cr crop csv ct cxr data dataset "
            + "dcm derivatives desc dicom dir dwi dx echo epi est exam fa file files flair fmap fold frame front frontal func gz hdr head hu ima image images "
            + "im img index iso jpeg jpg json label labels lat lateral linear list loc localizer lung magn mask masks mg mha mhd mni mosaic mprage mr mri mask "
            + "ni nifti nii no normal npy npz nrrd nhdr of op pa part patient patients pd pet phase png post pre pt ras reg res rest rle rt run sag sagittal sag "
            + "scan scans se seg series ses session sessions slice slices space spgr spine std study studies sub subject subjects swi test tif tiff to train "
            + "trans tsv txt tw us val validation view vol volume vs xa")
        .Split(' '), StringComparer.OrdinalIgnoreCase);

    /// <summary>The path of a found file as it may be shown.</summary>
    /// <param name="folder">The folder as it was typed; shown as it is.</param>
    /// <param name="file">A file below it.</param>
    /// <param name="number">Its number in the order of names, from 1; 0 = unknown.</param>
    /// <param name="count">How many files there are.</param>
    public static string Shown(string folder, string file, int number = 0, int count = 0)
    {
        string place = number > 0 ? string.Create(CultureInfo.InvariantCulture, $" (file {number} of {count} in the order of names)") : "";
        return Path.Combine(folder, Masked(Path.GetRelativePath(folder, file))) + place;
    }

    /// <summary>A text in which every run of two or more letters that is not in the vocabulary is replaced by <c>***</c>.</summary>
    public static string Masked(string text) => Words().Replace(text, word => Vocabulary.Contains(word.Value) ? word.Value : Mask);

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}]+")]
    private static partial Regex Words();
}
