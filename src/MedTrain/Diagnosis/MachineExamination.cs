using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MedTrain.Diagnosis;

/// <summary>Looks at the operating system, the .NET runtime, the processor and the memory.</summary>
internal static class MachineExamination
{
    private const double GiB = 1L << 30;

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Run()
    {
        yield return new Finding("medtrain", FindingState.Ok, typeof(Checkup).Assembly.GetName().Version!.ToString(3));
        yield return new Finding("system", FindingState.Ok, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}");
        yield return new Finding(".NET", FindingState.Ok, $"{Environment.Version} in {RuntimeEnvironment.GetRuntimeDirectory()}");
        var processor = $"{ProcessorName()}, {Environment.ProcessorCount} cores for this process, {Instructions()}";
        yield return new Finding("processor", FindingState.Ok, processor);
        yield return Memory();
    }

    /// <summary>What the processor calls itself.</summary>
    public static string ProcessorName() =>
        ProcFile.Value("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Instructions() => Avx512BW.VL.IsSupported && Avx512DQ.IsSupported
        ? "AVX-512"
        : Avx2.IsSupported ? "AVX2 (bf16 saves memory here, not time)" : "no AVX2";

    private static Finding Memory()
    {
        // What the runtime may use respects the limits of containers and batch systems.
        var allowed = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / GiB;
        var available = ProcFile.Value("/proc/meminfo", "MemAvailable")?.Split(' ')[0];
        var free = double.TryParse(available, out var kilobytes) ? kilobytes * 1024 / GiB : allowed;
        var value = $"{allowed:0.0} GiB for this process, {free:0.0} GiB free on the machine";
        return Math.Min(allowed, free) < 2
            ? new Finding("memory", FindingState.Warning, value, "close other programs, or set a small training.batch_size")
            : new Finding("memory", FindingState.Ok, value);
    }
}
