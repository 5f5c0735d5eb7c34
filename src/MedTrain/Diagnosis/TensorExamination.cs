using MedTrain.Torch;
using TorchSharp;

namespace MedTrain.Diagnosis;

/// <summary>Looks at libtorch and the GPU.</summary>
internal static class TensorExamination
{
    private const string Remedy = "run scripts/setup (LIBTORCH=/path/to/libtorch scripts/setup builds against another one); "
        + "with TorchProvider=nuget, publish with LibtorchPackage=libtorch-cpu-linux-x64 or libtorch-cuda-12.1-linux-x64";

    private const double GiB = 1L << 30;

    private const string HugePagesFile = "/sys/kernel/mm/transparent_hugepage/enabled";

    private const string DriverVersion = "/proc/driver/nvidia/version";

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Run()
    {
        var libtorch = Libtorch();
        yield return libtorch;
        if (libtorch.State == FindingState.Broken) { yield break; }

        yield return Memory();
        yield return ProcessGroups();
        yield return Gpu();
    }

    private static Finding Memory()
    {
        if (!TorchExtras.Current.IsSupported(TorchFeature.MemoryStatistics))
        {
            return new Finding("tensor memory", FindingState.Ok, "as libtorch keeps it");
        }

        var memory = TorchExtras.Current.Memory();
        return new Finding(
            "tensor memory", FindingState.Ok,
            $"blocks are kept for reuse, up to {memory.Limit / 2 / GiB:0.0} GiB; now {memory.Used:N0} bytes in use, {memory.Kept:N0} kept, "
            + $"{memory.Reused:N0} of {memory.Reused + memory.Fetched:N0} blocks reused; huge pages: {HugePages()}");
    }

    // The chosen one stands in brackets: "always [madvise] never".
    private static string HugePages() => File.Exists(HugePagesFile)
        ? File.ReadAllText(HugePagesFile).Split('[', ']') is [_, var chosen, _] ? chosen : "unknown"
        : "none";

    private static Finding ProcessGroups() => TorchExtras.Current.IsSupported(TorchFeature.ProcessGroups)
        ? new Finding("process groups", FindingState.Ok, "Gloo")
        : new Finding("process groups", FindingState.Ok, "none in this build (Gloo's headers were not found)");

    private static Finding Libtorch()
    {
        try
        {
            var extras = TorchExtras.Current;
            using var probe = torch.ones(2, 2).mm(torch.ones(2, 2));
            var file = NativeShim.Loaded("libtorch_cpu.so") ?? "place unknown";
            return new Finding("libtorch", FindingState.Ok, $"{extras.LibtorchVersion} through the {extras.Provider} provider ({file})");
        }
        catch (Exception exception)
        {
            // Loaders go on to list every place they looked at.
            var reason = exception.GetBaseException().Message.Split('\n')[0].Trim();
            return new Finding("libtorch", FindingState.Broken, reason, Remedy);
        }
    }

    private static Finding Gpu()
    {
        if (TorchExtras.Current.HasCuda) { return new Finding("GPU", FindingState.Ok, $"{torch.cuda.device_count()} CUDA device(s)"); }

        return File.Exists(DriverVersion)
            ? new Finding(
                "GPU",
                FindingState.Warning,
                "there is an NVIDIA driver, but this libtorch has no CUDA",
                "LIBTORCH=/path/to/a/CUDA/libtorch scripts/setup, or the Docker image")
            : new Finding("GPU", FindingState.Ok, "none; networks are trained on the processor");
    }
}
