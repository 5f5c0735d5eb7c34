using System.Globalization;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>
/// Symbolic links in <c>NAME-images</c> beside a manifest, whose names tell nothing, to files whose names may tell a patient's: one link
/// for a single file, a folder of links for a series.
/// </summary>
/// <param name="manifest">The manifest.</param>
/// <param name="id">The pseudonymous name of the image.</param>
/// <param name="files">Its files, in order.</param>
internal sealed class PseudonymousLinks(string manifest, string id, IReadOnlyList<string> files)
{
    /// <summary>Absolute path of the link or folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(manifest))!,
        System.IO.Path.GetFileNameWithoutExtension(manifest) + "-images",
        files.Count == 1 ? id + ".dcm" : id);

    /// <summary>Makes the links; those of an earlier index are replaced.</summary>
    public void Make()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        if (files.Count == 1)
        {
            Link(Path, files[0]);
            return;
        }
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
        Directory.CreateDirectory(Path);
        for (var number = 0; number < files.Count; number++)
        {
            Link(System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{number + 1:00000}.dcm")), files[number]);
        }
    }

    private static void Link(string path, string target)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, System.IO.Path.GetFullPath(target));
    }
}
