using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>The extras over the machine's libtorch, through the native door.</summary>
internal sealed partial class SystemTorchExtras : ITorchExtras
{
    private const int ChannelsLast2d = 2;
    private const int ChannelsLast3d = 3;
    private const int Gloo = 1;
    private const int Nccl = 2;

    public string Provider => "system";

    public string LibtorchVersion => __version__;

    public bool HasCuda => cuda.is_available();

    public bool IsSupported(TorchFeature feature) => feature switch
    {
        TorchFeature.ProcessGroups => (Door.mt_has_groups() & Gloo) != 0,
        TorchFeature.CudaProcessGroups => HasCuda && (Door.mt_has_groups() & Nccl) != 0,
        TorchFeature.CudaGraphs or TorchFeature.CudaMemory => HasCuda && Door.mt_has_cuda_headers() != 0,
        TorchFeature.CudnnBenchmark or TorchFeature.TensorFloat32 or TorchFeature.CudaStreams => HasCuda,
        _ => true,
    };

    public IDisposable Autocast(DeviceType device, ScalarType dtype)
    {
        if (device is not (DeviceType.CPU or DeviceType.CUDA) || (device == DeviceType.CUDA && !HasCuda))
        {
            throw new TorchFeatureMissingException(
                TorchFeature.Autocast, $"{Provider}, libtorch {LibtorchVersion}",
                $"No device of kind {device} is at hand; use DeviceType.CPU or build against a libtorch with CUDA (LIBTORCH=…).");
        }

        var allowed = device == DeviceType.CPU ? dtype == ScalarType.BFloat16 : dtype is ScalarType.BFloat16 or ScalarType.Float16;
        return allowed
            ? new AutocastRegion((int)device, dtype)
            : throw new ArgumentException(
                $"Autocast on {device} takes {(device == DeviceType.CPU ? "BFloat16" : "BFloat16 or Float16")}, not {dtype}.",
                nameof(dtype));
    }

    public Tensor ToChannelsLast(Tensor x) => x.ndim switch
    {
        4 => InFormat(x, ChannelsLast2d),
        5 => InFormat(x, ChannelsLast3d),
        _ => x,
    };

    public void UseChannelsLast(nn.Module module)
    {
        using var mode = no_grad();
        foreach (var parameter in module.parameters())
        {
            if (parameter.ndim is 4 or 5)
            {
                using var detached = parameter.detach();
                using var laidOut = InFormat(detached, parameter.ndim == 4 ? ChannelsLast2d : ChannelsLast3d);
                parameter.SetData(laidOut);
            }
        }
    }

    public Tensor Rectified(nn.Module<Tensor, Tensor> norm, nn.Module<Tensor, Tensor> relu, Tensor x, Tensor? added) =>
        RectifiedNorm.Of(norm, relu)?.RectifiedForward(x, added) ?? relu.call(added is null ? norm.call(x) : norm.call(x).add(added));

    public void SetDeterministic(bool enabled) => Door.Check(Door.mt_set_deterministic(enabled ? 1 : 0), nameof(SetDeterministic));

    public IReadOnlyDictionary<string, double> ScheduleState(optim.lr_scheduler.LRScheduler schedule) => schedule.State();

    public void RestoreSchedule(optim.lr_scheduler.LRScheduler schedule, IReadOnlyDictionary<string, double> state) =>
        schedule.Restore(state);

    /// <summary>One channel lies in memory alike in both orders, and libtorch tells them apart by the strides alone.</summary>
    private static Tensor InFormat(Tensor x, int format)
    {
        if (x.shape[1] != 1)
        {
            return Aten.Call("contiguous", x, (long)format);
        }

        using var scope = NewDisposeScope();
        return x.contiguous().reshape([x.shape[0], .. x.shape[2..], 1]).movedim([-1], [1]).MoveToOuterDisposeScope();
    }

    private sealed class AutocastRegion : IDisposable
    {
        private readonly int device;
        private readonly int before;
        private bool ended;

        internal AutocastRegion(int device, ScalarType dtype)
        {
            this.device = device;
            before = Door.Check(Door.mt_enter_autocast(device, 1, (int)dtype), nameof(Autocast));
        }

        public void Dispose()
        {
            if (!ended)
            {
                ended = true;
                Door.Check(Door.mt_leave_autocast(device, before), nameof(Autocast));
            }
        }
    }
}
