using System.Globalization;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Inspection;

namespace MedTrain.Presentation;

/// <summary>Prints what image files hold.</summary>
internal static class InspectionReport
{
    /// <summary>Prints a block of lines an image.</summary>
    public static void Write(IReadOnlyList<ImageInspection> images, TextWriter output)
    {
        foreach (var one in images)
        {
            output.WriteLine(one.Path);
            foreach (var (name, value) in one.Image is { } image ? Facts(image) : [("unreadable", one.Error!)])
            {
                output.WriteLine($"  {name,-12} {value}");
            }
        }

        var unreadable = images.Count(one => one.Error is not null);
        if (images.Count > 1) { output.WriteLine($"{images.Count} images, {unreadable} of them unreadable"); }
    }

    /// <summary>Prints the same as JSON.</summary>
    public static void WriteJson(IReadOnlyList<ImageInspection> images, TextWriter output) => JsonOutput.Write(output, images.Select(one => new
    {
        one.Path,
        Kind = one.Image?.Header.Format,
        one.Image?.Header.DataType,
        Shape = one.Image is { } image ? Shape(image.Geometry.Size) : null,
        one.Image?.Header.StoredShape,
        SpacingMm = Numbers(one.Image?.Geometry.SpacingMm),
        OriginMm = Numbers(one.Image?.Geometry.OriginMm),
        Direction = one.Image?.Geometry.Direction is { } d ? new[] { Numbers(d.ColumnX), Numbers(d.ColumnY), Numbers(d.ColumnZ) } : null,
        Axes = one.Image?.Geometry.AxisCodes,
        one.Image?.Header.HasPosition,
        one.Image?.Header.TransferSyntax,
        one.Image?.Header.Modality,
        one.Image?.Header.Photometric,
        Stored = Values(one.Image?.Header.StoredStatistics),
        Rescaled = Values(one.Image?.Header.RescaledStatistics),
        Steps = one.Image?.Steps ?? [],
        Warnings = one.Image?.Warnings ?? [],
        one.Error,
    }));

    private static IEnumerable<(string Name, string Value)> Facts(InspectedImage image)
    {
        var (geometry, header) = (image.Geometry, image.Header);
        string?[] kind = [header.Format, header.Modality, header.DataType, header.Photometric];
        yield return ("kind", string.Join(", ", kind.Where(text => !string.IsNullOrEmpty(text))));
        yield return ("shape", string.Join(" x ", Shape(geometry.Size)) + " (x, y, z)");
        yield return ("spacing", $"{Text(geometry.SpacingMm)} mm");
        yield return header.HasPosition
            ? ("place", $"origin {Text(geometry.OriginMm)} mm (LPS); axes run towards {geometry.AxisCodes}")
            : ("place", "not given");
        if (header.HasPosition)
        {
            yield return ("direction", $"x {Text(geometry.Direction.ColumnX)}; y {Text(geometry.Direction.ColumnY)}; z {Text(geometry.Direction.ColumnZ)}");
        }

        if (header.TransferSyntax is { } syntax) { yield return ("stored as", syntax); }

        if (header.StoredStatistics is { } stored) { yield return ("stored", Text(stored)); }

        if (header.RescaledStatistics is { } rescaled) { yield return ("rescaled", Text(rescaled)); }

        foreach (var step in image.Steps) { yield return ("step", step); }

        foreach (var warning in image.Warnings) { yield return ("warning", warning); }
    }

    private static int[] Shape(GridSize size) => [size.X, size.Y, size.Z];

    private static double[]? Numbers(Vector3? v) => v is { } given ? [given.X, given.Y, given.Z] : null;

    private static object? Values(ValueStatistics? statistics) => statistics is null ? null : new
    {
        Min = Finite(statistics.Minimum),
        Max = Finite(statistics.Maximum),
        Mean = Finite(statistics.Mean),
        statistics.Count,
        statistics.FiniteCount,
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Text(ValueStatistics values) => string.Create(
        CultureInfo.InvariantCulture, $"min {values.Minimum:G7}, max {values.Maximum:G7}, mean {values.Mean:G7}");

    private static string Text(Vector3 v) => string.Create(CultureInfo.InvariantCulture, $"{Plain(v.X)}, {Plain(v.Y)}, {Plain(v.Z)}");

    // Without the sign of a zero.
    private static string Plain(double value) => (Math.Round(value, 4) + 0.0).ToString("0.####", CultureInfo.InvariantCulture);
}
