using System.Text;

namespace MedTrain.Runs;

/// <summary>
/// <c>images.sha256</c>: the content of every image that a run trains on, one line a case, so that a run is not continued on other images
/// under the same names.
/// </summary>
internal static class ImageContents
{
    private const int Named = 5;

    /// <summary>Writes the file, or compares with what an earlier start wrote.</summary>
    /// <param name="file">The file.</param>
    /// <param name="contents">The hash of each case's image, by case id.</param>
    /// <exception cref="RunFolderException">An image is another one than when the run was started; names the cases.</exception>
    public static void Hold(string file, IReadOnlyDictionary<string, string> contents)
    {
        if (!File.Exists(file))
        {
            var text = new StringBuilder();
            foreach (var (caseId, hash) in contents) { text.Append(hash).Append("  ").Append(caseId).Append('\n'); }

            RunFolder.Write(file, text.ToString());
            return;
        }

        var earlier = File.ReadLines(file).Select(line => line.Split("  ", 2)).ToDictionary(parts => parts[1], parts => parts[0]);
        string[] changed = [.. contents.Keys.Union(earlier.Keys).Where(id => contents.GetValueOrDefault(id) != earlier.GetValueOrDefault(id))];
        if (changed.Length > 0)
        {
            var names = string.Join(", ", changed.Take(Named)) + (changed.Length > Named ? ", …" : "");
            throw new RunFolderException(
                $"{changed.Length} images are not those that the run was started with (cases {names}). Restore them, give this run another "
                + "folder (--set output=DIR), or begin anew there with --restart.");
        }
    }
}
