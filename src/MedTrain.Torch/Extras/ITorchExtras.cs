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

    /// <summary>What <paramref name="relu"/> makes of what <paramref name="norm"/> makes of the input and what a shortcut adds to it; for a
    /// batch normalisation and a ReLU without hooks in one operator, where the provider has one.</summary>
    Tensor Rectified(nn.Module<Tensor, Tensor> norm, nn.Module<Tensor, Tensor> relu, Tensor x, Tensor? added = null);

    /// <summary>Demands (or no longer demands) operators that give the same result each time.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider cannot promise it.</exception>
    void SetDeterministic(bool enabled);

    /// <summary>What a learning rate schedule, built anew with the same settings, needs to go on from where this one is.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider keeps it to itself.</exception>
    IReadOnlyDictionary<string, double> ScheduleState(optim.lr_scheduler.LRScheduler schedule);

    /// <summary>Brings a schedule to a saved state; sets the rates of its optimizer.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider has no such thing.</exception>
    void RestoreSchedule(optim.lr_scheduler.LRScheduler schedule, IReadOnlyDictionary<string, double> state);

    /// <summary>Lets (or no longer lets) cuDNN try its algorithms for each new shape and keep the fastest.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider cannot switch it, or there is no CUDA.</exception>
    void SetCudnnBenchmark(bool enabled);

    /// <summary>Allows (or forbids) CUDA to shorten float32 factors to 10 bits of mantissa in products and convolutions.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider cannot switch it, or there is no CUDA.</exception>
    void SetTensorFloat32(bool allowed);

    /// <summary>What the tensors in the CPU's memory hold.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider does not count.</exception>
    MemoryStatistics Memory();

    /// <summary>Makes what is held now the new peak.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider does not count.</exception>
    void ResetPeakMemory();

    /// <summary>Gives memory that no tensor holds back to the system. Nothing happens where the provider keeps none.</summary>
    void ReleaseMemory();

    /// <summary>Fetches memory for CPU tensors from the system before they need it, beside what this process does: the first touch of fresh
    /// memory takes long, on virtual machines above all. Nothing happens where others are short of memory, or the provider keeps none.</summary>
    /// <param name="bytes">What tensors and the memory kept for them are to reach together.</param>
    void FetchMemory(long bytes);

    /// <summary>A region of this thread in which random initial weights are not drawn, where the provider can leave that out: new layers
    /// hold what the memory held. For networks that are only looked at, or whose weights are all loaded.</summary>
    /// <returns>Ends the region when disposed.</returns>
    IDisposable LeaveWeightsUndrawn();

    /// <summary>Records from now on (or no longer) where tensors are made; slow, for finding a leak.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider cannot record it.</exception>
    void RecordTensorSites(bool enabled);

    /// <summary>The places that made tensors which are alive or were abandoned since recording began, most first.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider cannot record it.</exception>
    IReadOnlyList<TensorSite> TensorSites();

    /// <summary>Tells libtorch's warnings, each once; null drops them. They never go to the process's own output.</summary>
    void ListenToWarnings(Action<string>? listener);

    /// <summary>Calls a function with each gradient of the tensor in the backward pass; its result, unless null, goes on in the
    /// gradient's place.</summary>
    /// <returns>Takes the hook away when disposed.</returns>
    /// <exception cref="TorchFeatureMissingException">The provider has no hooks.</exception>
    IDisposable AddGradientHook(Tensor tensor, Func<Tensor, Tensor?> hook);

    /// <summary>Calls a function with the layer's gradients in each backward pass.</summary>
    /// <returns>Takes the hook away when disposed.</returns>
    /// <exception cref="TorchFeatureMissingException">The provider has no hooks.</exception>
    IDisposable AddBackwardHook(nn.Module<Tensor, Tensor> module, BackwardHook hook);

    /// <summary>Runs a part of a network without remembering what lies between its input and its output; the backward pass runs it again,
    /// with the same random numbers and precision. Costs one more forward pass, saves its memory.</summary>
    /// <param name="function">The part; it must not change its input. Gradients of parameters in it are accumulated as usual.</param>
    /// <param name="input">Its input.</param>
    /// <exception cref="TorchFeatureMissingException">The provider cannot compute again.</exception>
    Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor input);

    /// <summary>Joins processes that train together; returns when all have come.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider has no process groups, or none on cards where one is named.</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The others did not come within the time-out.</exception>
    IProcessGroup JoinProcessGroup(ProcessGroupPlace place);

    /// <summary>Queues this thread's CUDA work on a stream of its own until the result is disposed, which waits for that work.</summary>
    /// <exception cref="TorchFeatureMissingException">There is no CUDA, or the provider has no streams.</exception>
    IDisposable UseNewStream(Device device);

    /// <summary>A copy in page-locked memory, from which <c>to(device, non_blocking: true)</c> does not wait.</summary>
    /// <exception cref="TorchFeatureMissingException">There is no CUDA, or the provider cannot pin.</exception>
    Tensor Pin(Tensor x);

    /// <summary>Records the work that a step queues on a card and returns it as one unit, to be replayed without the cost of
    /// queueing.</summary>
    /// <param name="device">The card.</param>
    /// <param name="step">Reads its input from tensors that stay where they are (copy each batch into them), asks no tensor for its
    /// value, and leaves gradients in place (<c>zero_grad(set_to_none: false)</c>). Numbers of the host are recorded as they are now, so
    /// of the optimizers only those whose step does not depend on how many were made (SGD) may be part of it.</param>
    /// <param name="warmUps">How often the step really runs before it is recorded, so that libraries have chosen their algorithms.</param>
    /// <exception cref="TorchFeatureMissingException">There is no CUDA, or the provider cannot record.</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The step does what cannot be recorded.</exception>
    ICudaGraph CaptureGraph(Device device, Action step, int warmUps = 3);

    /// <summary>What the tensors on a card hold.</summary>
    /// <exception cref="TorchFeatureMissingException">There is no CUDA, or the provider does not count.</exception>
    CudaMemoryStatistics CudaMemory(Device device);

    /// <summary>Makes what is held on the card now the new peak.</summary>
    /// <exception cref="TorchFeatureMissingException">There is no CUDA, or the provider does not count.</exception>
    void ResetCudaPeakMemory(Device device);
}
