using System.Globalization;
using System.Text.Json;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>A checkpoint that cannot be used; the message says why and what to do.</summary>
public sealed class CheckpointException(string message) : Exception(message);

/// <summary>
/// One fold's checkpoints: <c>best.safetensors</c> and <c>last.safetensors</c> hold weights for use; <c>state.safetensors</c> holds
/// all that a resumed run needs (weights, optimizer, progress) in one file, so that a kill at any moment leaves a whole one.
/// </summary>
/// <param name="folder">The fold's folder.</param>
/// <param name="planHash">Hash of the plan; a state of another plan is refused.</param>
public sealed class CheckpointFolder(string folder, string planHash)
{
    private const string OptimizerKey = "optimizer";
    private const string ModelPrefix = "model.";

    /// <summary>Weights of the best epoch.</summary>
    public string BestPath { get; } = Path.Combine(folder, "best.safetensors");

    /// <summary>Weights of the last finished epoch.</summary>
    public string LastPath { get; } = Path.Combine(folder, "last.safetensors");

    /// <summary>Everything needed to go on after the last finished epoch.</summary>
    public string StatePath { get; } = Path.Combine(folder, "state.safetensors");

    /// <summary>Saves the state after an epoch; the weights also as best when the epoch was.</summary>
    /// <param name="session">The session, between two epochs.</param>
    /// <param name="progress">Its progress.</param>
    /// <param name="facts">What the weights files carry besides weights (labels, scaling of targets, …).</param>
    public void Save(TrainingSession session, TrainingProgress progress, IReadOnlyDictionary<string, string> facts)
    {
        Directory.CreateDirectory(folder);
        using var scope = NewDisposeScope();
        var weights = session.Network.state_dict();
        var metadata = new Dictionary<string, string>(facts)
        {
            ["plan"] = planHash,
            ["epoch"] = progress.CompletedEpochs.ToString(CultureInfo.InvariantCulture),
        };

        // The state goes last: whatever was written before it is written again, equal, by a run that resumes from the old one.
        if (progress.LastIsBest)
        {
            Safetensors.Save(BestPath, weights, metadata);
        }

        Safetensors.Save(LastPath, weights, metadata);
        metadata["progress"] = JsonSerializer.Serialize(progress);
        var state = weights.ToDictionary(entry => ModelPrefix + entry.Key, entry => entry.Value);
        state[OptimizerKey] = OptimizerState(session);
        Safetensors.Save(StatePath, state, metadata);
    }

    /// <summary>Puts the saved state into the session, if there is one.</summary>
    /// <returns>The progress to go on from; <see cref="TrainingProgress.Start"/> when nothing is saved.</returns>
    /// <exception cref="CheckpointException">The state is of another plan, or damaged.</exception>
    public TrainingProgress Resume(TrainingSession session)
    {
        if (!File.Exists(StatePath))
        {
            return TrainingProgress.Start;
        }

        try
        {
            var (optimizer, progress) = LoadState(session);
            // Outside of any scope of this file's: the optimizer keeps tensors that it makes here.
            using var reader = new BinaryReader(new MemoryStream(optimizer));
            session.Optimizer.load_state_dict(reader);
            return progress;
        }
        catch (Exception failure) when (failure is not CheckpointException)
        {
            throw new CheckpointException($"{StatePath} cannot be used ({failure.Message}). Start with --restart to begin anew.");
        }
    }

    /// <summary>Puts the best epoch's weights into the session's network.</summary>
    /// <exception cref="CheckpointException">The file is missing or damaged.</exception>
    public void LoadBest(TrainingSession session)
    {
        using var scope = NewDisposeScope();
        try
        {
            session.Network.load_state_dict(new Dictionary<string, Tensor>(Safetensors.Load(BestPath).Tensors));
        }
        catch (Exception failure)
        {
            throw new CheckpointException($"{BestPath} cannot be used ({failure.Message}). Start with --restart to begin anew.");
        }
    }

    private (byte[] Optimizer, TrainingProgress Progress) LoadState(TrainingSession session)
    {
        using var scope = NewDisposeScope();
        var file = Safetensors.Load(StatePath);
        if (file.Metadata.GetValueOrDefault("plan") != planHash)
        {
            throw new CheckpointException($"{StatePath} was written by another plan. Give another output folder, or --restart to begin anew.");
        }

        var weights = file.Tensors.Where(entry => entry.Key.StartsWith(ModelPrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[ModelPrefix.Length..], entry => entry.Value);
        session.Network.load_state_dict(weights);
        return (file.Tensors[OptimizerKey].bytes.ToArray(), JsonSerializer.Deserialize<TrainingProgress>(file.Metadata["progress"])!);
    }

    private static Tensor OptimizerState(TrainingSession session)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            session.Optimizer.save_state_dict(writer);
        }

        return tensor(memory.ToArray(), ScalarType.Byte);
    }
}
