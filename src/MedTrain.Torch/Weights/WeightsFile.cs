using MedTrain.Torch.Weights.PyTorch;
using static TorchSharp.torch;

namespace MedTrain.Torch.Weights;

/// <summary>What a weights file holds. The tensors are on the CPU and belong to the dispose scope that was open when they were
/// loaded; some may share memory, as they did in the file.</summary>
public sealed class WeightsFile : IDisposable
{
    /// <summary>Key in <see cref="Metadata"/> of the part of a PyTorch checkpoint that was taken, such as <c>state_dict</c>.</summary>
    public const string PartFact = "part";

    /// <summary>Bytes at the beginning of a file by which its format is recognised.</summary>
    internal const int HeadBytes = 512;

    // The first that recognises the file reads it. TorchSharp's format has no mark of its own, so it comes last.
    private static readonly IReadOnlyList<Format> Formats =
    [
        new("safetensors", Safetensors.Recognises, (path, part) => part is null ? Safetensors.Read(path) : throw NoParts("safetensors")),
        new("PyTorch", ZippedCheckpoint.Recognises, ZippedCheckpoint.Read),
        new("PyTorch before 1.6", LegacyCheckpoint.Recognises, LegacyCheckpoint.Read),
        new("TorchSharp", TorchSharpState.Recognises, (path, part) =>
            part is null ? TorchSharpState.Read(path) : throw NoParts("TorchSharp")),
    ];

    internal WeightsFile(string format, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        (FormatName, Tensors, Metadata) = (format, tensors, metadata);

    /// <summary>The name of the file's format.</summary>
    public string FormatName { get; }

    /// <summary>The tensors by name, in the file's order.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Free texts by name; of a PyTorch checkpoint its numbers and texts beside the weights, such as <c>epoch</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// Reads safetensors, PyTorch's <c>.pth/.pt/.tar</c> (both formats, nested dictionaries) and TorchSharp's <c>.dat</c>; the content
    /// decides, not the name. Nothing is executed, and nothing is allocated that the file's own size does not justify.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="part">Which dictionary of a PyTorch checkpoint, e.g. <c>model_ema</c>; null takes the one that holds the
    /// network's weights.</param>
    /// <exception cref="WeightsFileException">The file is truncated, damaged, of no known kind, or holds other things than weights; the
    /// message names it and says how.</exception>
    public static WeightsFile Load(string path, string? part = null) => Guarded(path, () =>
    {
        var head = ReadHead(path);
        var format = Formats.FirstOrDefault(row => row.Recognises(head)) ?? throw new InvalidDataException(Unrecognised(head));
        return format.Read(path, part);
    });

    /// <summary>Disposes all tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Runs a reader; what is wrong with the file becomes one kind of exception that names it, and no tensor is left
    /// over.</summary>
    internal static WeightsFile Guarded(string path, Func<WeightsFile> read)
    {
        using var scope = NewDisposeScope();
        try
        {
            var file = read();
            foreach (var tensor in file.Tensors.Values)
            {
                tensor.MoveToOuterDisposeScope();
            }

            return file;
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw new WeightsFileException(path, problem.Message, problem);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new WeightsFileException(
                path, Directory.Exists(path) ? "this is a folder, a weights file is needed" : "it may not be read", problem);
        }
    }

    private static byte[] ReadHead(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var head = new byte[HeadBytes];
        return head[..stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
    }

    private static string Unrecognised(byte[] head)
    {
        const string Known = "Known are safetensors, PyTorch's .pth/.pt/.tar files and TorchSharp's .dat files.";
        return head switch
        {
            { Length: 0 } => "the file is empty",
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => $"this is an HDF5 file (Keras). {Known} Convert it to safetensors in Python.",
            [0x1f, 0x8b, ..] => $"this is a gzip file: unpack it first. {Known}",
            [0x08, ..] when head.AsSpan().IndexOf("onnx"u8) >= 0 => $"this is an ONNX file. {Known}",
            _ when head.Length >= 262 && head.AsSpan(257, 5).SequenceEqual("ustar"u8) =>
                $"this is a tar archive: unpack it first, or, if PyTorch 0.1 wrote it, load and save it again in Python. {Known}",
            _ => $"the content is of no known weights format. {Known}",
        };
    }

    private static InvalidDataException NoParts(string format) => new($"a {format} file has no parts to choose from; leave the '#…' out");

    private sealed record Format(string Name, Func<byte[], bool> Recognises, Func<string, string?, WeightsFile> Read);
}
