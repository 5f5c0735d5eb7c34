using System.Text.Json;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Medical Segmentation Decathlon (http://medicaldecathlon.com): <c>dataset.json</c> lists images with their masks.</summary>
internal static class MsdLayout
{
    /// <summary>Reads the list; test images have no mask.</summary>
    public static void Read(IndexRequest request, IndexTable table)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(request.Folder, "dataset.json")));
            var root = document.RootElement;
            foreach (var one in root.GetProperty("training").EnumerateArray())
            {
                Add(request, table, one.GetProperty("image").GetString()!, one.GetProperty("label").GetString()!);
            }
            foreach (var one in root.TryGetProperty("test", out var test) ? test.EnumerateArray() : [])
            {
                Add(request, table, one.ValueKind == JsonValueKind.String ? one.GetString()! : one.GetProperty("image").GetString()!, "");
            }
        }
        catch (Exception error) when (error is JsonException or IOException or KeyNotFoundException or InvalidOperationException)
        {
            table.Problems.Add($"{Path.Combine(request.Folder, "dataset.json")} is no list of the Medical Segmentation Decathlon: {error.Message}");
        }
    }

    private static void Add(IndexRequest request, IndexTable table, string image, string mask)
    {
        var path = Path.GetFullPath(Path.Combine(request.Folder, image));
        if (!File.Exists(path))
        {
            table.Problems.Add($"dataset.json names {image}, which is not in the folder");
            return;
        }
        var row = new IndexRow(path);
        row["case_id"] = row["patient_id"] = Path.GetFileName(image).Split('.')[0];
        row["split"] = mask.Length > 0 ? "" : "test";
        row["mask"] = mask.Length > 0 ? Path.GetFullPath(Path.Combine(request.Folder, mask)) : "";
        table.Rows.Add(row);
    }
}
