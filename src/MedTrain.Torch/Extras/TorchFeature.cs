namespace MedTrain.Torch;

/// <summary>What a provider may lack.</summary>
public enum TorchFeature
{
    /// <summary>Lower precision where it pays: <see cref="ITorchExtras.Autocast"/>.</summary>
    Autocast,

    /// <summary>Channels innermost in memory: <see cref="ITorchExtras.UseChannelsLast"/>.</summary>
    ChannelsLast,

    /// <summary>The same result each time: <see cref="ITorchExtras.SetDeterministic"/>.</summary>
    Deterministic,

    /// <summary>Learning rate schedules that go on from a saved state: <see cref="ITorchExtras.ScheduleState"/>.</summary>
    ScheduleState,

    /// <summary>cuDNN's search for the fastest algorithm: <see cref="ITorchExtras.SetCudnnBenchmark"/>.</summary>
    CudnnBenchmark,

    /// <summary>Products with shortened float32 on CUDA: <see cref="ITorchExtras.SetTensorFloat32"/>.</summary>
    TensorFloat32,

    /// <summary>What tensors hold: <see cref="ITorchExtras.Memory"/>.</summary>
    MemoryStatistics,

    /// <summary>Where living tensors were made: <see cref="ITorchExtras.TensorSites"/>.</summary>
    TensorSites,

    /// <summary>Gradients seen and changed on their way: <see cref="ITorchExtras.AddGradientHook"/>.</summary>
    GradientHooks,

    /// <summary>Computing again instead of remembering: <see cref="ITorchExtras.Checkpoint"/>.</summary>
    Checkpointing,

    /// <summary>Training in several processes: <see cref="ITorchExtras.JoinProcessGroup"/> for tensors in the CPU's memory.</summary>
    ProcessGroups,

    /// <summary>The same for tensors on CUDA cards: <see cref="ProcessGroupPlace.Card"/>.</summary>
    CudaProcessGroups,

    /// <summary>A step recorded once and replayed: <see cref="ITorchExtras.CaptureGraph"/>.</summary>
    CudaGraphs,

    /// <summary>What tensors on a CUDA card hold: <see cref="ITorchExtras.CudaMemory"/>.</summary>
    CudaMemory,

    /// <summary>An L-BFGS whose state can be saved, so that training goes on from a checkpoint.</summary>
    SavableLbfgs,

    /// <summary>Work on CUDA beside other work: <see cref="ITorchExtras.UseNewStream"/>, <see cref="ITorchExtras.Pin"/>.</summary>
    CudaStreams,
}
