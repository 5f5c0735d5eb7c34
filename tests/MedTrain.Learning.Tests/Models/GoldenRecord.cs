using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>
/// A file of tests/golden/models: what the reference implementation of a network computes (scripts/golden/model_records.py).
/// </summary>
public sealed record GoldenRecord(
    string Name,
    long Params,
    int StateKeys,
    [property: JsonPropertyName("keys_sha256")] string KeysSha256,
    GoldenRecord.Cost? Macs,
    int GainPermille,
    [property: JsonPropertyName("state_sha256")] string? StateSha256,
    long[][]? Inputs,
    GoldenRecord.Output[]? Outputs,
    [property: JsonPropertyName("checkpoints_f64")] JsonElement[][]? CheckpointsF64,
    GoldenRecord.Training? Train)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Folder { get; } = Path.Combine(
        typeof(GoldenRecord).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry =>
            entry.Key == "RepositoryRoot").Value!, "tests", "golden");

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Path.Combine(Folder, "models"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    public static GoldenRecord Read(string name) =>
        JsonSerializer.Deserialize<GoldenRecord>(File.ReadAllText(Path.Combine(Folder, "models", name + ".json")), Options)!;

    /// <summary>The network of the record as the reference builds it; its weights are not drawn but to be filled.</summary>
    public Network Build()
    {
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        var network = Build(ModelTable.Find(Name), Inputs);
        if (Name.StartsWith("clinicadl_conv", StringComparison.Ordinal))
        {
            // The reference runs its convolutions once, in training mode, to count the features: its counters begin at 1.
            network.named_buffers().Where(entry => entry.name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)).ToList()
                .ForEach(entry => entry.buffer.fill_(1));
        }

        return network;
    }

    /// <summary>Input-v1 as one batch: a second input follows the first one as further channels.</summary>
    public static Tensor Input(long[][] shapes) =>
        torch.cat([.. shapes.Select((shape, i) => FillV1.Input(shape, i == 0 ? "input" : $"input{i + 1}"))], 1);

    private static Network Build(ModelRow row, long[][]? inputs)
    {
        long[] usual = inputs is null ? [1, .. row.Inputs[0]] : [1, inputs.Sum(shape => shape[1]), .. inputs[0][2..]];
        return row.Build(new((SpatialDims)(usual.Length - 2), (int)usual[1], row.ReferenceOutputs) { InputSize = usual[2..] });
    }

    public sealed record Cost(long[][] Input, long ConvLinearMacs);

    public sealed record Output(
        long[] Shape,
        [property: JsonPropertyName("l2_f64")] double L2F64,
        [property: JsonPropertyName("sum_f64")] double SumF64,
        [property: JsonPropertyName("first8_f64")] double[] First8F64,
        int Argmax);

    public sealed record Training(
        long[][] Inputs,
        long[]? Labels,
        double Lr,
        int GainPermille,
        [property: JsonPropertyName("f64")] Steps F64,
        [property: JsonPropertyName("f32")] Steps? F32);

    public sealed record Steps(
        double[] Loss,
        [property: JsonPropertyName("grad_l2")] double[] GradL2,
        [property: JsonPropertyName("param_l2")] double[] ParamL2,
        [property: JsonPropertyName("running_mean_l2_after")] double RunningMeanL2After,
        [property: JsonPropertyName("running_var_l2_after")] double RunningVarL2After,
        [property: JsonPropertyName("eval_first4_after")] double[] EvalFirst4After,
        [property: JsonPropertyName("eval_l2_after")] double EvalL2After);
}
