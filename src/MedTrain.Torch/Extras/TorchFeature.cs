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

    /// <summary>Training in several processes: <see cref="ITorchExtras.JoinProcessGroup"/>.</summary>
    ProcessGroups,

    /// <summary>Work on CUDA beside other work: <see cref="ITorchExtras.UseNewStream"/>, <see cref="ITorchExtras.Pin"/>.</summary>
    CudaStreams,
}
