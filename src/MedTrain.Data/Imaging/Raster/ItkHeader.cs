using System.Text.Json;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>What the ITK door says of a file; sizes and places x first.</summary>
internal sealed record ItkHeader
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>NumPy's name.</summary>
    public required string ComponentType { get; init; }

    public required int Components { get; init; }

    public required int ComponentBytes { get; init; }

    public required long[] Size { get; init; }

    public required double?[] Spacing { get; init; }

    public required double?[] Origin { get; init; }

    /// <summary>For each axis its LPS unit vector.</summary>
    public required double?[][] Direction { get; init; }

    /// <summary>Product of the sizes.</summary>
    public long Pixels => Size.Aggregate(1L, (product, size) => checked(product * size));

    public static ItkHeader Parse(string json) =>
        JsonSerializer.Deserialize<ItkHeader>(json, Json) ?? throw new InvalidDataException("The ITK door gave no header.");
}
