using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>What TorchSharp's API lacks. Code that uses it runs over both providers; where one lacks a thing, the call throws and says
/// so.</summary>
public interface ITorchExtras
{
    /// <summary>Where the tensors come from: <c>system</c> (the machine's libtorch) or <c>nuget</c> (the TorchSharp packages).</summary>
    string Provider { get; }

    /// <summary>The version of libtorch, such as 1.13.1.</summary>
    string LibtorchVersion { get; }

    /// <summary>Whether libtorch sees a CUDA card.</summary>
    bool HasCuda { get; }

    /// <summary>Whether the provider has the feature.</summary>
    bool IsSupported(TorchFeature feature);

    /// <summary>A region of this thread in which operators that gain by it run in a lower precision; weights are cast once a
    /// region.</summary>
    /// <param name="device">The kind of device whose operators are meant.</param>
    /// <param name="dtype">bfloat16 (CPU and CUDA) or float16 (CUDA).</param>
    /// <returns>Ends the region when disposed.</returns>
    /// <exception cref="TorchFeatureMissingException">The provider has no autocast.</exception>
    IDisposable Autocast(DeviceType device, ScalarType dtype);

    /// <summary>The tensor with its channels innermost in memory: [N, C, H, W] and [N, C, D, H, W] keep their shape; others are returned as
    /// they are.</summary>
    Tensor ToChannelsLast(Tensor x);

    /// <summary>Lays the weights of all convolutions out with channels innermost, in place: optimizers made before stay valid.</summary>
    void UseChannelsLast(nn.Module module);

    /// <summary>What <paramref name="relu"/> makes of what <paramref name="norm"/> makes of the input; for a batch normalisation and a
    /// ReLU without hooks in one operator, where the provider has one.</summary>
    Tensor Rectified(nn.Module<Tensor, Tensor> norm, nn.Module<Tensor, Tensor> relu, Tensor x);

    /// <summary>Demands (or no longer demands) operators that give the same result each time.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider cannot promise it.</exception>
    void SetDeterministic(bool enabled);

    /// <summary>What a learning rate schedule, built anew with the same settings, needs to go on from where this one is.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider keeps it to itself.</exception>
    IReadOnlyDictionary<string, double> ScheduleState(optim.lr_scheduler.LRScheduler schedule);

    /// <summary>Brings a schedule to a saved state; sets the rates of its optimizer.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider has no such thing.</exception>
    void RestoreSchedule(optim.lr_scheduler.LRScheduler schedule, IReadOnlyDictionary<string, double> state);
}
