namespace TorchSharp.Modules;

/// <summary>The settings of a group of parameters.</summary>
public class OptimizerOptions
{
    /// <summary>The rate of the next step; null to take the optimizer's.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The rate at the beginning.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>Writes the settings.</summary>
    public virtual void SaveStateDict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
        Visit(new SettingWriter(writer));
    }

    /// <summary>Reads the settings.</summary>
    public virtual void LoadStateDict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Visit(new SettingReader(reader));
    }

    /// <summary>Takes over the settings of another group.</summary>
    /// <exception cref="ArgumentException">They are those of another kind of optimizer.</exception>
    public virtual void LoadStateDict(OptimizerOptions source)
    {
        ArgumentNullException.ThrowIfNull(source);
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Visit(new SettingFiller(source.Listed(GetType()), openOnly: false));
    }

    /// <summary>Fills what is left open from the optimizer's own settings.</summary>
    internal void Complete(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate!.Value;
        Visit(new SettingFiller(defaults.Listed(GetType()), openOnly: true));
        Check();
    }

    /// <summary>Refuses settings out of their ranges.</summary>
    /// <exception cref="ArgumentException">One is.</exception>
    internal virtual void Check() =>
        Require(LearningRate >= 0, $"The learning rate must not be negative, was {LearningRate}.");

    /// <summary>Refuses a setting that is out of its range.</summary>
    private protected static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }

    /// <summary>Shows the visitor every setting but the rates, in the order in which they are saved.</summary>
    private protected virtual void Visit(SettingVisitor visitor)
    {
    }

    private Queue<object?> Listed(Type wanted)
    {
        if (GetType() != wanted)
        {
            throw new ArgumentException($"These are settings of {GetType().DeclaringType?.Name}, not of {wanted.DeclaringType?.Name}.");
        }

        var list = new SettingList();
        Visit(list);
        return list.Values;
    }
}
