using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretrained;
using MedTrain.Torch;
using MedTrain.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Commands.Models;

/// <summary>Runs a network with given weights on a raw tensor.</summary>
/// <param name="name">The network's name.</param>
/// <param name="weights">Where its weights are.</param>
/// <param name="input">The file with the input.</param>
/// <param name="output">The file to write.</param>
internal sealed class RawTensorRun(string name, string weights, string input, string output)
{
    /// <summary>Whether to calculate in double precision.</summary>
    public bool IsDouble { get; init; }

    /// <summary>How 2D weights are used in a 3D network.</summary>
    public Inflation Inflate { get; init; }

    private ScalarType Precision => IsDouble ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>Runs it and writes the output file.</summary>
    /// <returns>What became of the weights, and the shapes that were written.</returns>
    /// <exception cref="UsageException">The network cannot read the input.</exception>
    public (WeightsReport Report, IReadOnlyDictionary<string, long[]> Outputs) Execute()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"--output {output} — there is no folder {folder} — make it first, or write elsewhere");
        }

        var image = ReadInput();
        var source = WeightsSource.Parse(weights);
        using var network = Build(image.shape);
        network.to(Precision);
        var report = PretrainedWeights.Load(network, source, new() { WithHead = true, AdoptOutputs = true, Inflate = Inflate });
        if (network.InputProblem(image.shape) is { } problem) { throw new UsageException($"{input}: {problem}"); }

        network.eval();
        var results = network.ReferenceOutputs(image);
        var named = results.Count == 1
            ? new Dictionary<string, Tensor> { ["y"] = results[0] }
            : results.Index().ToDictionary(entry => $"y{entry.Index}", entry => entry.Item);
        Safetensors.Save(output, named);
        return (report, named.ToDictionary(entry => entry.Key, entry => entry.Value.shape));
    }

    private Tensor ReadInput()
    {
        if (!File.Exists(input)) { throw new UsageException($"--input {input} — there is no such file — give a safetensors file with 'x'"); }

        var tensors = WeightsFile.Load(input).Tensors;
        var unknown = tensors.Keys.Where(key => key is not ("x" or "x2")).ToList();
        if (!tensors.TryGetValue("x", out var first) || unknown.Count > 0)
        {
            throw new UsageException(
                $"{input} — holds {string.Join(", ", tensors.Keys.Take(5))}{(tensors.Count > 5 ? ", …" : "")} — give the input as 'x' "
                + "[N, C, (D,) H, W], and a second image as 'x2'");
        }

        if (first.ndim is not (4 or 5) || first.numel() == 0 || first.is_complex())
        {
            throw new UsageException($"{input} — x is {first.dtype} [{string.Join(", ", first.shape)}] — give real numbers [N, C, H, "
                + $"W] or [N, C, D, H, W]");
        }

        var image = first.to_type(Precision);
        if (!tensors.TryGetValue("x2", out var second)) { return image; }

        return second.ndim == first.ndim && second.shape.Index().All(side => side.Index == 1 || side.Item == first.shape[side.Index])
            ? cat([image, second.to_type(Precision)], 1)
            : throw new UsageException($"{input} — x2 [{string.Join(", ", second.shape)}] does not fit x "
                + $"[{string.Join(", ", first.shape)}] — give equal sizes");
    }

    private Network Build(long[] shape)
    {
        try
        {
            using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn(); // all are loaded, or it is an error
            var row = ModelTable.Find(name);
            return row.Build(new((SpatialDims)(shape.Length - 2), (int)shape[1], row.ReferenceOutputs) { InputSize = shape[2..] });
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message.Split(" (Parameter")[0]);
        }
    }
}
