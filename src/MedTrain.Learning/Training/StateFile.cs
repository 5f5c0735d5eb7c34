using System.Globalization;
using System.IO.Hashing;
using System.Text;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>
/// One saved state of a session in one file: weights, their average, optimizer, loss scale, progress, under a hash of all of it. Random
/// numbers need no state: they are functions of (seed, epoch, case or batch).
/// </summary>
internal static class StateFile
{
    private const string Model = "model.";
    private const string Average = "average.";
    private const string Optimizer = "optimizer.";
    private const string Plan = "plan";
    private const string Progress = "progress";
    private const string AverageCount = "average_count";
    private const string ScaleValue = "scale";
    private const string ScaleSteps = "scale_steps";
    private const string Hash = "xxh128"; // against damage, not against forgery: it must not take the training's time

    /// <summary>Copies all that a state holds.</summary>
    public static Snapshot Take(TrainingSession session, TrainingProgress progress, string planHash)
    {
        using var scope = NewDisposeScope();
        var tensors = session.Network.state_dict().ToDictionary(entry => Model + entry.Key, entry => entry.Value);
        foreach (var (key, mean) in session.Average?.Weights ?? [])
        {
            tensors[Average + key] = mean;
        }

        var metadata = new Dictionary<string, string> { [Plan] = planHash, [Progress] = progress.ToJson() };
        if (session.Average is { } average)
        {
            metadata[AverageCount] = average.Count.ToString(CultureInfo.InvariantCulture);
        }

        if (session.Scale is { } scale)
        {
            metadata[ScaleValue] = scale.Value.ToString("R", CultureInfo.InvariantCulture);
            metadata[ScaleSteps] = scale.GoodSteps.ToString(CultureInfo.InvariantCulture);
        }

        return Snapshot.Of(tensors, metadata, OptimizerState(session));
    }

    /// <summary>Writes a state at once or not at all.</summary>
    public static void Write(string path, Snapshot state) => Safetensors.Save(
        path, state.Tensors, new Dictionary<string, string>(state.Metadata) { [Hash] = HashOf(state.Tensors, state.Metadata) });

    /// <summary>Reads a state into the session; nothing is changed unless all of the file is as it was written.</summary>
    /// <exception cref="CheckpointException">The state is of another plan.</exception>
    /// <exception cref="IOException">The file is damaged.</exception>
    public static TrainingProgress Load(string path, TrainingSession session, string planHash)
    {
        List<Tensor> optimizer;
        TrainingProgress progress;
        using (NewDisposeScope())
        {
            var file = Safetensors.Load(path);
            var metadata = file.Metadata;
            if (metadata.GetValueOrDefault(Hash) != HashOf(file.Tensors, metadata))
            {
                throw new InvalidDataException("its content is not what was written");
            }

            if (metadata[Plan] != planHash)
            {
                throw new CheckpointException($"{path} was written by another plan. Give another output folder, or --restart to begin anew.");
            }

            session.Network.load_state_dict(Part(file.Tensors, Model));
            session.Average?.Restore(Part(file.Tensors, Average), long.Parse(metadata[AverageCount], CultureInfo.InvariantCulture));
            session.Scale?.Restore(
                double.Parse(metadata[ScaleValue], CultureInfo.InvariantCulture), int.Parse(metadata[ScaleSteps], CultureInfo.InvariantCulture));
            optimizer = [.. Part(file.Tensors, Optimizer).OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => entry.Value.DetachFromDisposeScope())];
            progress = TrainingProgress.FromJson(metadata[Progress]);
        }

        // Outside of the scope: the optimizer keeps tensors that it makes here.
        try
        {
            using var reader = new BinaryReader(new TensorStream(optimizer));
            session.Optimizer.load_state_dict(reader);
            return progress;
        }
        finally
        {
            optimizer.ForEach(part => part.Dispose());
        }
    }

    private static Dictionary<string, Tensor> Part(IReadOnlyDictionary<string, Tensor> tensors, string prefix) => tensors
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);

    private static (string Key, Tensor Tensor)[] OptimizerState(TrainingSession session)
    {
        using var stream = new TensorStream();
        using var writer = new BinaryWriter(stream);
        session.Optimizer.save_state_dict(writer);
        writer.Flush();
        return [.. stream.Parts.Select((part, index) => ($"{Optimizer}{index:000000}", part))];
    }

    private static string HashOf(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var hash = new XxHash128();
        foreach (var (key, text) in metadata.Where(entry => entry.Key != Hash).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.Append(Encoding.UTF8.GetBytes($"{key}={text}\n"));
        }

        foreach (var (key, value) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            hash.Append(Encoding.UTF8.GetBytes($"{key}:{value.dtype}[{string.Join(",", value.shape)}]\n"));
            hash.Append(value.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
