using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>The preprocessing of an experiment: steps that are applied in order to every image.</summary>
public sealed class PreprocessingPipeline
{
    private static readonly JsonSerializerOptions CanonicalJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Makes a pipeline.</summary>
    /// <param name="steps">The steps, in order; may be empty.</param>
    /// <exception cref="CohortException">Options of steps are wrong; carries all of them.</exception>
    public PreprocessingPipeline(IReadOnlyList<PreprocessingStep> steps)
    {
        var problems = Validate(steps);
        if (problems.Count > 0)
        {
            throw new CohortException(problems);
        }
        Steps = steps;
        Canonical = "[" + string.Join(",", steps.Select(CanonicalOf)) + "]";
        Channels = steps.OfType<Channels>().SingleOrDefault();
        StoredCanonical = "[" + string.Join(",", steps.Where(step => step is not Preprocessing.Channels).Select(CanonicalOf)) + "]";
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)));
    }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<PreprocessingStep> Steps { get; }

    /// <summary>Names, versions and options of the steps as JSON; equal pipelines have equal text.</summary>
    public string Canonical { get; }

    /// <summary>The same without the copying into channels, which the cache does when it is read: the pipeline's part of the cache key.</summary>
    public string StoredCanonical { get; }

    /// <summary>How one channel becomes several; null when it stays one.</summary>
    public Channels? Channels { get; }

    /// <summary>SHA-256 of <see cref="Canonical"/>.</summary>
    public string Hash { get; }

    /// <summary>Checks the options of all steps.</summary>
    /// <param name="steps">The steps.</param>
    /// <returns>All problems, with keys such as <c>preprocessing[2].size</c>.</returns>
    public static IReadOnlyList<DataProblem> Validate(IReadOnlyList<PreprocessingStep> steps) =>
        [.. steps.SelectMany((step, index) => ProblemsAt(steps, index).Select(problem => new DataProblem(
            DataProblemKind.Config, problem.Message, ConfigKey: $"preprocessing[{index}].{PreprocessingTable.NameOf(step)}.{problem.Key}")))];

    /// <summary>Applies all steps.</summary>
    /// <param name="volume">The image as it was read.</param>
    /// <param name="inWorker">Does the steps that belong into a worker process, as <c>DecodeWorkers.Apply</c>; needed only for those.</param>
    /// <returns>The image for the network; all its voxels are finite.</returns>
    /// <exception cref="PreprocessingException">A step does not fit the image, or voxels are not finite; names the step.</exception>
    public Volume Apply(Volume volume, Func<WorkerStep, Volume, Volume>? inWorker = null) => Run(Steps, volume, inWorker);

    /// <summary>As <see cref="Apply"/>, with any steps.</summary>
    internal static Volume Run(IEnumerable<PreprocessingStep> steps, Volume volume, Func<WorkerStep, Volume, Volume>? inWorker)
    {
        if (!AllFinite(volume.Voxels))
        {
            throw new PreprocessingException("holds voxels that are NaN or infinite; write it anew without them");
        }
        foreach (var step in steps)
        {
            try
            {
                volume = step is WorkerStep native ? InWorker(inWorker, native, volume) : step.Apply(volume);
            }
            catch (PreprocessingException error)
            {
                throw new PreprocessingException($"preprocessing step {PreprocessingTable.NameOf(step)}: {error.Message}");
            }
        }
        return volume;
    }

    /// <summary>An image as the network takes it, [C, (D,) H, W]: its voxels, copied into channels if the pipeline says so.</summary>
    /// <param name="volume">What <see cref="Apply"/> gave.</param>
    public float[] ToSample(Volume volume) => ToSample(volume.Voxels);

    /// <summary>As <see cref="ToSample(Volume)"/>, of a part of an image.</summary>
    /// <param name="voxels">The part's voxels.</param>
    /// <param name="stacked">How many channels they are already: 1, or as many as the step <c>channels</c> makes.</param>
    public float[] ToSample(float[] voxels, int stacked = 1)
    {
        if (Channels is not { } channels)
        {
            return voxels;
        }
        var sample = new float[voxels.Length / stacked * channels.Count];
        voxels.CopyTo(sample, 0);
        channels.Fill(sample, stacked);
        return sample;
    }

    private static Volume InWorker(Func<WorkerStep, Volume, Volume>? inWorker, WorkerStep step, Volume volume) =>
        (inWorker ?? throw new ArgumentNullException(nameof(inWorker), $"{PreprocessingTable.NameOf(step)} is done in a worker process"))(step, volume);

    private static IEnumerable<(string Key, string Message)> ProblemsAt(IReadOnlyList<PreprocessingStep> steps, int index) =>
        steps[index] is Preprocessing.Channels && index < steps.Count - 1
            ? [("count", "channels must be the last step: the others work on one channel")]
            : steps[index].Problems();

    private static string CanonicalOf(PreprocessingStep step) =>
        $"{{\"{PreprocessingTable.NameOf(step)}\":{JsonSerializer.Serialize(step, step.GetType(), CanonicalJson)},\"version\":{step.Version}}}";

    /// <summary>Of finite numbers only, the difference to itself is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AllFinite(ReadOnlySpan<float> voxels)
    {
        foreach (var vector in MemoryMarshal.Cast<float, Vector<float>>(voxels))
        {
            if (!Vector.EqualsAll(vector - vector, Vector<float>.Zero))
            {
                return false;
            }
        }
        foreach (var voxel in voxels[^(voxels.Length % Vector<float>.Count)..])
        {
            if (!float.IsFinite(voxel))
            {
                return false;
            }
        }
        return true;
    }
}
