using System.Globalization;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>
/// One fold's checkpoints: <c>best.safetensors</c>, <c>best-METRIC.safetensors</c> and <c>last.safetensors</c> hold weights for use;
/// <c>state-EPOCH-BATCH.safetensors</c> hold all that a resumed run needs, each in one file, so that a kill at any moment leaves whole ones.
/// Files are written beside the training, in the order in which they are saved; what reads them waits until they are there.
/// </summary>
/// <param name="folder">The fold's folder.</param>
/// <param name="planHash">Hash of the plan; a state of another plan is refused.</param>
/// <param name="keep">How many states are kept.</param>
public sealed class CheckpointFolder(string folder, string planHash, int keep = 2)
{
    private const string StatePattern = "state-*.safetensors";

    private readonly BackgroundWriter writer = new();

    /// <summary>Weights of the best epoch.</summary>
    public string BestPath { get; } = Path.Combine(folder, "best.safetensors");

    /// <summary>Weights at the end of training.</summary>
    public string LastPath { get; } = Path.Combine(folder, "last.safetensors");

    /// <summary>The saved states, the newest first.</summary>
    /// <exception cref="CheckpointException">An earlier file could not be written.</exception>
    public IReadOnlyList<string> States
    {
        get
        {
            Finish();
            return StatesThere();
        }
    }

    /// <summary>Weights of the epoch that was best by one more metric.</summary>
    public string BestPathBy(string monitor) => Path.Combine(folder, $"best-{monitor}.safetensors");

    /// <summary>Saves all that is needed to go on from here, and removes what is older than the states to keep.</summary>
    /// <exception cref="CheckpointException">An earlier file could not be written; what was written before it is as it was.</exception>
    public void SaveState(TrainingSession session, TrainingProgress progress)
    {
        var at = progress.Position;
        var name = string.Create(CultureInfo.InvariantCulture, $"state-{at.Epoch:000000}-{at.Batches:00000000}.safetensors");
        var state = StateFile.Take(session, progress, planHash);
        writer.Enqueue(
            name,
            () =>
            {
                Write(Path.Combine(folder, name), path => StateFile.Write(path, state));
                foreach (var old in StatesThere().Skip(keep))
                {
                    File.Delete(old);
                }
            },
            state);
    }

    /// <summary>Saves the weights for use: the averaged ones where there are any.</summary>
    /// <param name="path">One of this folder's paths.</param>
    /// <param name="session">The session, between two steps.</param>
    /// <param name="facts">What the file carries besides weights (labels, scaling of targets, …).</param>
    /// <exception cref="CheckpointException">An earlier file could not be written.</exception>
    public void SaveWeights(string path, TrainingSession session, IReadOnlyDictionary<string, string> facts)
    {
        using var scope = NewDisposeScope();
        using var average = session.Average is { Count: > 0 } mean ? mean.Apply() : null;
        var weights = Snapshot.Of(session.Network.state_dict(), new Dictionary<string, string>(facts) { ["plan"] = planHash });
        writer.Enqueue(path, () => Write(path, target => Safetensors.Save(target, weights.Tensors, weights.Metadata)), weights);
    }

    /// <summary>Waits until everything that was saved is on the disk.</summary>
    /// <exception cref="CheckpointException">A file could not be written.</exception>
    public void Finish() => writer.Finish();

    /// <summary>Writes a weights file again with more facts beside the weights.</summary>
    /// <exception cref="CheckpointException">The file is damaged, or cannot be written.</exception>
    public void AddFacts(string path, IReadOnlyDictionary<string, string> facts)
    {
        if (facts.Count == 0) { return; }

        using var scope = NewDisposeScope();
        var file = Read(path);
        var all = new Dictionary<string, string>(file.Metadata);
        foreach (var (key, value) in facts)
        {
            all[key] = value;
        }

        Write(path, target => Safetensors.Save(target, file.Tensors, all));
    }

    /// <summary>Puts the newest whole state into the session, if there is one.</summary>
    /// <param name="session">A session as it was created.</param>
    /// <param name="damaged">Told of each state that is passed over because it is damaged.</param>
    /// <returns>The progress to go on from; <see cref="TrainingProgress.Start"/> when nothing is saved.</returns>
    /// <exception cref="CheckpointException">The state is of another plan, or none is whole.</exception>
    public TrainingProgress Resume(TrainingSession session, Action<string>? damaged = null)
    {
        var states = States;
        foreach (var state in states)
        {
            try
            {
                return StateFile.Load(state, session, planHash);
            }
            catch (Exception failure) when (failure is not CheckpointException)
            {
                damaged?.Invoke($"{state} is damaged ({failure.Message}); the one before it is used");
            }
        }

        return states.Count == 0
            ? TrainingProgress.Start
            : throw new CheckpointException($"None of the {states.Count} states in {folder} is whole ({states[0]} and older). Start with --restart to begin anew.");
    }

    /// <summary>Puts a file's weights into the session's network.</summary>
    /// <exception cref="CheckpointException">The file is missing or damaged.</exception>
    public void LoadWeights(string path, TrainingSession session)
    {
        using var scope = NewDisposeScope();
        session.Network.load_state_dict(new Dictionary<string, Tensor>(Read(path).Tensors));
    }

    private string[] StatesThere() =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, StatePattern).OrderDescending(StringComparer.Ordinal)] : [];

    private WeightsFile Read(string path)
    {
        writer.Finish(path);
        try
        {
            return Safetensors.Load(path);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new CheckpointException($"{path} cannot be used ({failure.Message}). Start with --restart to begin anew.");
        }
    }

    private void Write(string path, Action<string> save)
    {
        Directory.CreateDirectory(folder);
        try
        {
            save(path);
        }
        // A file beyond the largest size allowed is an ArgumentException to .NET.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CheckpointException(
                $"{path} cannot be written ({failure.Message}). What was saved before is whole: make room, then start the same command again.");
        }
    }
}
