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

    public void FetchMemory(long bytes) => Door.Check(Door.mt_fetch_memory(bytes), nameof(FetchMemory));

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

    public IProcessGroup JoinProcessGroup(ProcessGroupPlace place)
    {
        var (feature, remedy) = place.Card is null
            ? (TorchFeature.ProcessGroups, "Install Gloo's headers (Debian: libgloo-dev) and run scripts/setup again.")
            : (TorchFeature.CudaProcessGroups, $"{CudaRemedy} Its NCCL needs nccl.h there.");
        return IsSupported(feature)
            ? new SystemProcessGroup(place)
            : throw new TorchFeatureMissingException(feature, $"{Provider}, libtorch {LibtorchVersion}", remedy);
    }

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

    public ICudaGraph CaptureGraph(Device device, Action step, int warmUps = 3)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfNegative(warmUps);
        RequireCuda(TorchFeature.CudaGraphs);
        using (UseNewStream(device))
        {
            for (var i = 0; i < warmUps; i++)
            {
                step();
            }
        }

        return new SystemCudaGraph(device, step);
    }

    public CudaMemoryStatistics CudaMemory(Device device)
    {
        RequireCuda(TorchFeature.CudaMemory);
        var bytes = stackalloc long[3];
        Door.Check(Door.mt_cuda_memory(device.index, bytes), nameof(CudaMemory));
        return new(bytes[0], bytes[1], bytes[2]);
    }

    public void ResetCudaPeakMemory(Device device)
    {
        RequireCuda(TorchFeature.CudaMemory);
        Door.Check(Door.mt_reset_cuda_peak(device.index), nameof(ResetCudaPeakMemory));
    }

    private void RequireCuda(TorchFeature feature)
    {
        if (!IsSupported(feature))
        {
            throw new TorchFeatureMissingException(
                feature, $"{Provider}, libtorch {LibtorchVersion} {(HasCuda ? "built without CUDA's headers" : "without CUDA")}", CudaRemedy);
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
