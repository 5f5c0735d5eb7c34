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

    /// <summary>Saving learning rate schedules: <see cref="ITorchExtras.ScheduleState"/>.</summary>
    ScheduleState,
}
