using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <content>Memory, warnings, algorithms and CUDA.</content>
internal sealed unsafe partial class SystemTorchExtras
{
    private const string CudaRemedy = "Build against a libtorch with CUDA (LIBTORCH=/path scripts/setup) on a machine with an NVIDIA GPU.";

    public void SetCudnnBenchmark(bool enabled)
    {
        RequireCuda(TorchFeature.CudnnBenchmark);
        Door.Check(Door.mt_set_cudnn_benchmark(enabled ? 1 : 0), nameof(SetCudnnBenchmark));
    }

    public void SetTensorFloat32(bool allowed)
    {
        RequireCuda(TorchFeature.TensorFloat32);
        Door.Check(Door.mt_set_tensor_float32(allowed ? 1 : 0), nameof(SetTensorFloat32));
    }

    public MemoryStatistics Memory()
    {
        MemoryCounts counts;
        Door.mt_memory_counts(&counts);
        return new(counts.Used, counts.Peak, counts.Kept, counts.Limit, counts.Reused, counts.Fetched);
    }

    public void ResetPeakMemory() => Door.mt_reset_peak_memory();

    public void ReleaseMemory() => Door.mt_trim_memory();

    public IDisposable LeaveWeightsUndrawn() => new UndrawnWeights();

    public void RecordTensorSites(bool enabled)
    {
        if (enabled)
        {
            AllocationSites.Clear();
        }

        AllocationSites.Recording = enabled;
    }

    public IReadOnlyList<TensorSite> TensorSites() =>
        [.. AllocationSites.Report().Select(entry => new TensorSite(entry.Site, entry.Live, entry.Abandoned))];

    public void ListenToWarnings(Action<string>? listener) => LibtorchWarnings.Listener = listener;

    public IProcessGroup JoinProcessGroup(ProcessGroupPlace place) => IsSupported(TorchFeature.ProcessGroups)
        ? new GlooProcessGroup(place)
        : throw new TorchFeatureMissingException(
            TorchFeature.ProcessGroups, $"{Provider}, libtorch {LibtorchVersion}",
            "Install Gloo's headers (Debian: libgloo-dev) and run scripts/setup again.");

    public IDisposable UseNewStream(Device device)
    {
        RequireCuda(TorchFeature.CudaStreams);
        return new StreamRegion(device.index);
    }

    public Tensor Pin(Tensor x)
    {
        RequireCuda(TorchFeature.CudaStreams);
        return Aten.Call("pin_memory", x);
    }

    private void RequireCuda(TorchFeature feature)
    {
        if (!HasCuda)
        {
            throw new TorchFeatureMissingException(feature, $"{Provider}, libtorch {LibtorchVersion} without CUDA", CudaRemedy);
        }
    }

    private sealed class StreamRegion : IDisposable
    {
        private readonly long[] before = new long[3];
        private bool ended;

        internal StreamRegion(int device)
        {
            fixed (long* place = before)
            {
                Door.Check(Door.mt_enter_stream(device, place), nameof(UseNewStream));
            }
        }

        public void Dispose()
        {
            if (ended)
            {
                return;
            }

            ended = true;
            fixed (long* place = before)
            {
                Door.Check(Door.mt_leave_stream(place), nameof(UseNewStream));
            }
        }
    }
}
