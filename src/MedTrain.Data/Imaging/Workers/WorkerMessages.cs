using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Imaging.Workers;

/// <summary>What a worker is asked to do. The payload that follows is empty for a read, values otherwise.</summary>
internal sealed record WorkerRequest
{
    /// <summary>The image to read or write.</summary>
    public required string Path { get; init; }

    /// <summary>Set for a read.</summary>
    public ReadOptions? Read { get; init; }

    /// <summary>Set for describing a DICOM file for an index.</summary>
    public DescribeOrder? Describe { get; init; }

    /// <summary>Set for writing DICOM; the payload is its stored values as 32-bit integers.</summary>
    public DicomPicture? WriteDicom { get; init; }

    /// <summary>Preprocessing steps: of the image read, or, for a request with <see cref="Geometry"/>, of the payload.</summary>
    public IReadOnlyList<PreprocessingStep> Steps { get; init; } = [];

    /// <summary>Of the image for preprocessing steps whose voxels are the payload.</summary>
    public Geometry? Geometry { get; init; }

    /// <summary>Set for writing PNG; the payload is its values as 16-bit integers.</summary>
    public PngSize? WritePng { get; init; }
}

/// <summary>How to describe a DICOM file: the key of the pseudonyms, and a text that the series' description must contain.</summary>
internal sealed record DescribeOrder(string Key, string? SeriesDescription);

/// <summary>Size of a PNG picture to write.</summary>
internal sealed record PngSize(int Width, int Height, int Bits);

/// <summary>What a worker answers. The payload that follows is the voxels of a volume, as little-endian floats.</summary>
internal sealed record WorkerResponse
{
    /// <summary>Set by the first message of a worker: which build it is.</summary>
    public Guid? Build { get; init; }

    /// <summary>Why the file cannot be read or written; null when it could.</summary>
    public string? Reason { get; init; }

    /// <summary>Why no file can be read (a native library is missing); null normally.</summary>
    public string? WorkerFailure { get; init; }

    /// <summary>Of the file described; null when it is sound but no image.</summary>
    public DicomDescription? Description { get; init; }

    /// <summary>Of the volume read or made.</summary>
    public Geometry? Geometry { get; init; }

    /// <summary>Of the volume read.</summary>
    public ImageHeader? Header { get; init; }

    /// <summary>Of the volume read; of one made, the steps that are new.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Of the volume read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How messages become JSON.</summary>
internal static class WorkerJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameSteps } },
    };

    /// <summary>A step is written with its name in <see cref="PreprocessingTable"/>.</summary>
    private static void NameSteps(JsonTypeInfo type)
    {
        if (type.Type != typeof(PreprocessingStep))
        {
            return;
        }
        type.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach ((string name, Type step) in PreprocessingTable.Steps)
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(step, name));
        }
    }
}
