using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary><c>provenance.json</c>: what a run was made with and from.</summary>
internal sealed record Provenance
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Version of this program.</summary>
    public required string Medtrain { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string Dotnet { get; init; }

    /// <summary>Where tensors come from: <c>system</c> or <c>nuget</c>.</summary>
    public required string TorchProvider { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string Libtorch { get; init; }

    /// <summary>Operating system and processor architecture.</summary>
    public required string System { get; init; }

    /// <summary>Processor cores.</summary>
    public required int Cores { get; init; }

    /// <summary>Threads of the tensor library.</summary>
    public required int Threads { get; init; }

    /// <summary>Where the network was trained.</summary>
    public required string Device { get; init; }

    /// <summary>When the run was first started, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>When it was complete, UTC.</summary>
    public DateTime? Finished { get; init; }

    /// <summary>How often it was started, resumptions counted.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>Cases in the cohort.</summary>
    public required int Cases { get; init; }

    /// <summary>Patients in the cohort.</summary>
    public required int Patients { get; init; }

    /// <summary>Known and positive cases of each label.</summary>
    public required IReadOnlyList<LabelCount> Labels { get; init; }

    /// <summary>Images that could not be read and were skipped.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Leakage that the audit found and a person accepted; null when there was none.</summary>
    public AcceptedLeakage? AcceptedLeakage { get; init; }

    /// <summary>Hash over the preprocessing.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>Hash of the plan; checkpoints carry it.</summary>
    public required string PlanHash { get; init; }

    /// <summary>What the hash is over.</summary>
    public required PlanIdentity Plan { get; init; }

    /// <summary>The facts of this run on this machine.</summary>
    public static Provenance Of(ExperimentPlan plan, PlanIdentity identity, Device device) => new()
    {
        Medtrain = typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        Dotnet = RuntimeInformation.FrameworkDescription,
        TorchProvider = TorchExtras.Current.Provider,
        Libtorch = TorchExtras.Current.LibtorchVersion,
        System = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
        Cores = Environment.ProcessorCount,
        Threads = get_num_threads(),
        Device = device.ToString(),
        Started = DateTime.UtcNow,
        Cases = plan.Cohort.Cases.Count,
        Patients = plan.Cohort.PatientIds.Count,
        Labels = plan.Cohort.CountLabels(),
        Preprocessing = plan.Pipeline.Hash,
        PlanHash = identity.Hash,
        Plan = identity,
    };

    /// <summary>Reads the file; null when it is missing or not whole.</summary>
    public static Provenance? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<Provenance>(File.ReadAllText(file), Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string file) => RunFolder.Write(file, JsonSerializer.Serialize(this, Options) + "\n");
}
