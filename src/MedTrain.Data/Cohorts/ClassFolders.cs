namespace MedTrain.Data.Cohorts;

/// <summary>
/// Reads a folder with one sub-folder of images per class. Where the sub-folders are called train, val and test, the classes are one
/// level deeper and the given split is used.
/// </summary>
internal static class ClassFolders
{
    private static readonly string[] ImageEndings =
        [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".dcm", ".nii", ".nii.gz", ".nrrd", ".mha", ".mhd"];

    /// <summary>The cohort; each image is its own patient, which is a warning.</summary>
    /// <returns>The cohort, or null when there are problems.</returns>
    public static Cohort? Read(CohortConfig config, LabelTask task, ProblemList problems, List<string> warnings)
    {
        var root = Path.GetFullPath(config.ClassFolders!);
        if (!Directory.Exists(root))
        {
            problems.AddConfig("data.class_folders", $"there is no folder '{config.ClassFolders}'");
            return null;
        }
        if (task is not (LabelTask.Multiclass or LabelTask.Binary))
        {
            problems.AddConfig("data.class_folders", "gives each image one class, which fits task multiclass or binary; for other tasks write a manifest");
            return null;
        }
        var images = FoldersOf(root).SelectMany(folder => ImagesOf(root, folder.Path, folder.Class, folder.Part)).ToList();
        if (images.Count == 0)
        {
            problems.AddConfig("data.class_folders", $"'{config.ClassFolders}' has no sub-folders with images ({string.Join(' ', ImageEndings)})");
            return null;
        }
        if (config.Labels.Count > 0)
        {
            problems.AddConfig("data.labels", "has no meaning with data.class_folders, where the folder names are the labels; remove it");
        }
        var classNames = images.Select(image => image.Class).Distinct(StringComparer.Ordinal).ToList();
        var unlisted = config.Classes is null || task == LabelTask.Binary ? [] : classNames.Except(config.Classes, StringComparer.Ordinal).ToList();
        if (unlisted.Count > 0)
        {
            problems.AddConfig("data.classes", $"does not list the class folders {string.Join(", ", unlisted)}; add them, or move them elsewhere");
            return null;
        }
        var encoder = LabelEncoder.For(config, task, ["class"], images.Select(image => new[] { image.Class }), problems, warnings);
        if (encoder is null)
        {
            return null;
        }
        warnings.Add("class folders do not say which images are of the same patient, so every image counts as its own patient: "
            + "scores may be too good and intervals too narrow; a manifest with patient_id avoids that");
        var cases = images.Select(image => new Case(
            image.Id,
            image.Id,
            image.Path,
            encoder.Encode([image.Class], 0, problems),
            new Dictionary<string, string> { ["class"] = image.Class },
            ManifestLine: 0,
            image.Part));
        var names = task == LabelTask.Binary && config.Positive is not null ? [config.Positive] : encoder.Names;
        return new Cohort(config.ClassFolders!, task, names, [.. cases]);
    }

    private static IEnumerable<(string Path, string Class, SplitPart? Part)> FoldersOf(string root)
    {
        var folders = SubFolders(root);
        return folders.Count > 0 && folders.TrueForAll(folder => SplitPartNames.Parse(Path.GetFileName(folder)) is not null)
            ? folders.SelectMany(part => SubFolders(part).Select(one => (one, Path.GetFileName(one), SplitPartNames.Parse(Path.GetFileName(part)))))
            : folders.Select(one => (one, Path.GetFileName(one), (SplitPart?)null));
    }

    private static List<string> SubFolders(string folder) =>
        [.. Directory.GetDirectories(folder).Where(one => !Path.GetFileName(one).StartsWith('.')).Order(StringComparer.Ordinal)];

    private static IEnumerable<(string Id, string Path, string Class, SplitPart? Part)> ImagesOf(string root, string folder, string className, SplitPart? part) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith('.') && ImageEndings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(root, file), file, className, part));
}
