using System.Globalization;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Numpy;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>NumPy archives as MedMNIST's: <c>train_images</c>, <c>train_labels</c>, and so for val and test.</summary>
internal static class NpzLayout
{
    private const string Images = "_images";
    private const string Labels = "_labels";

    /// <summary>Reads an archive, or every archive of a folder.</summary>
    public static void Read(IndexRequest request, IndexTable table)
    {
        string[] files = File.Exists(request.Folder) ? [request.Folder] : [.. Directory.GetFiles(request.Folder, "*.npz").Order(StringComparer.Ordinal)];
        foreach (var file in files)
        {
            try
            {
                ReadArchive(Path.GetFullPath(file), files.Length > 1, table);
            }
            catch (UnreadableImageException error)
            {
                table.Problems.Add($"{file}: {error.Reason}");
            }
        }
    }

    private static void ReadArchive(string file, bool isOneOfSeveral, IndexTable table)
    {
        var shapes = NumpyReader.ReadShapes(file).ToDictionary(array => array.Name, array => array.Shape, StringComparer.Ordinal);
        var prefix = isOneOfSeveral ? Path.GetFileNameWithoutExtension(file) + "/" : "";
        foreach (var (name, shape) in shapes.Where(array => array.Key.EndsWith(Images, StringComparison.Ordinal)))
        {
            var part = name[..^Images.Length];
            var labels = shapes.ContainsKey(part + Labels) ? NumpyReader.ReadTable(file, part + Labels) : [];
            if (labels.Length > 0 && labels.Length != shape[0])
            {
                table.Problems.Add($"{file}: {name} holds {shape[0]} images, {part}{Labels} {labels.Length} rows");
                continue;
            }
            for (long index = 0; index < shape[0]; index++)
            {
                var row = new IndexRow($"{file}#{name}/{index}");
                row["case_id"] = $"{prefix}{part}-{index:00000}";
                row["split"] = SplitPartNames.Parse(part) is { } given ? SplitPartNames.NameOf(given) : "";
                AddLabels(row, labels.Length > 0 ? labels[index] : []);
                table.Rows.Add(row);
            }
        }
        if (!shapes.Keys.Any(name => name.EndsWith(Images, StringComparison.Ordinal)))
        {
            table.Problems.Add($"{file} holds no array whose name ends in {Images}; it holds {string.Join(", ", shapes.Keys)}");
        }
    }

    private static void AddLabels(IndexRow row, double[] labels)
    {
        for (var column = 0; column < labels.Length; column++)
        {
            row[labels.Length == 1 ? "label" : $"label_{column}"] = labels[column].ToString(CultureInfo.InvariantCulture);
        }
    }
}
