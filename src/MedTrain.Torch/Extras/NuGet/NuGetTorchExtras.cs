using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>The extras as far as the TorchSharp packages allow.</summary>
internal sealed class NuGetTorchExtras : ITorchExtras
{
    private const string Remedy = "Build with -p:TorchProvider=system against a libtorch of the machine.";

    public string Provider => "nuget";

    public string LibtorchVersion => __version__;

    public bool HasCuda => cuda.is_available();

    public bool IsSupported(TorchFeature feature) => feature == TorchFeature.ChannelsLast;

    public IDisposable Autocast(DeviceType device, ScalarType dtype) =>
        throw new TorchFeatureMissingException(TorchFeature.Autocast, Provider, $"{Remedy} Or train in float32.");

    // TorchSharp names no memory formats, but a permuted copy seen through the inverse permutation has just that layout. One channel lies in
    // memory alike in both orders, and libtorch tells them apart by the strides alone.
    public Tensor ToChannelsLast(Tensor x) => x.ndim switch
    {
        4 or 5 when x.shape[1] == 1 => x.contiguous().reshape([x.shape[0], .. x.shape[2..], 1]).movedim([-1], [1]),
        4 => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2),
        5 => x.permute(0, 2, 3, 4, 1).contiguous().permute(0, 4, 1, 2, 3),
        _ => x,
    };

    // TorchSharp refuses to save an optimizer's state in another than the plain order, so weights keep it; images alone make convolutions use the other.
    public void UseChannelsLast(nn.Module module)
    {
    }

    public Tensor Rectified(nn.Module<Tensor, Tensor> norm, nn.Module<Tensor, Tensor> relu, Tensor x, Tensor? added) =>
        relu.call(added is null ? norm.call(x) : norm.call(x).add(added));

    public void SetDeterministic(bool enabled)
    {
        if (enabled)
        {
            throw new TorchFeatureMissingException(TorchFeature.Deterministic, Provider, Remedy);
        }
    }

    public IReadOnlyDictionary<string, double> ScheduleState(optim.lr_scheduler.LRScheduler schedule) => throw Missing(TorchFeature.ScheduleState);

    public void RestoreSchedule(optim.lr_scheduler.LRScheduler schedule, IReadOnlyDictionary<string, double> state) =>
        throw Missing(TorchFeature.ScheduleState);

    public void SetCudnnBenchmark(bool enabled) => throw Missing(TorchFeature.CudnnBenchmark);

    public void SetTensorFloat32(bool allowed) => throw Missing(TorchFeature.TensorFloat32);

    public MemoryStatistics Memory() => throw Missing(TorchFeature.MemoryStatistics);

    public void ResetPeakMemory() => throw Missing(TorchFeature.MemoryStatistics);

    public void ReleaseMemory()
    {
    }

    // TorchSharp leaves the memory to its libtorch.
    public void FetchMemory(long bytes)
    {
    }

    // TorchSharp's layers always draw: this costs time only.
    public IDisposable LeaveWeightsUndrawn() => new NothingToEnd();

    public void RecordTensorSites(bool enabled) => throw Missing(TorchFeature.TensorSites);

    public IReadOnlyList<TensorSite> TensorSites() => throw Missing(TorchFeature.TensorSites);

    // TorchSharp has no way to them: they go where its libtorch sends them.
    public void ListenToWarnings(Action<string>? listener)
    {
    }

    public IDisposable AddGradientHook(Tensor tensor, Func<Tensor, Tensor?> hook) => throw Missing(TorchFeature.GradientHooks);

    public IDisposable AddBackwardHook(nn.Module<Tensor, Tensor> module, BackwardHook hook) => throw Missing(TorchFeature.GradientHooks);

    public Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor input) => throw Missing(TorchFeature.Checkpointing);

    public IProcessGroup JoinProcessGroup(ProcessGroupPlace place) =>
        throw Missing(place.Card is null ? TorchFeature.ProcessGroups : TorchFeature.CudaProcessGroups);

    public IDisposable UseNewStream(Device device) => throw Missing(TorchFeature.CudaStreams);

    public ICudaGraph CaptureGraph(Device device, Action step, int warmUps = 3) => throw Missing(TorchFeature.CudaGraphs);

    public CudaMemoryStatistics CudaMemory(Device device) => throw Missing(TorchFeature.CudaMemory);

    public void ResetCudaPeakMemory(Device device) => throw Missing(TorchFeature.CudaMemory);

    public Tensor Pin(Tensor x) => throw Missing(TorchFeature.CudaStreams);

    private TorchFeatureMissingException Missing(TorchFeature feature) => new(feature, Provider, Remedy);

    private sealed class NothingToEnd : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
