using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    /// <summary>The parameter.</summary>
    protected Parameter _parameter;

    /// <summary>The state of a parameter.</summary>
    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Writes the state.</summary>
    public abstract void SaveStateDict(BinaryWriter writer);

    /// <summary>Reads the state.</summary>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies the state of another optimizer's parameter.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Begins anew.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Whether the two states are nearly equal.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Moves the state to a device.</summary>
    public virtual void to(Device device)
    {
    }

    /// <summary>Zeros like the parameter, owned by the state.</summary>
    private protected Tensor Zeros() => zeros_like(_parameter).detach_().DetachFromDisposeScope();

    /// <summary>A copy of another state's tensor on the parameter's device, owned by the state.</summary>
    private protected Tensor CopyOf(Tensor tensor) =>
        tensor.detach().to(_parameter.device, copy: true, disposeAfter: true).DetachFromDisposeScope();

    private protected static void Save(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected void Load(BinaryReader reader, ref Tensor? tensor)
    {
        if (reader.ReadBoolean())
        {
            tensor ??= Zeros();
            tensor.Load(reader);
        }
        else
        {
            tensor?.Dispose();
            tensor = null;
        }
    }

    private protected static void Move(ref Tensor? tensor, Device device)
    {
        if (tensor is not null)
        {
            tensor = tensor.to(device, disposeAfter: true).DetachFromDisposeScope();
        }
    }

    private protected static void Replace(ref Tensor? tensor, Tensor? next)
    {
        if (!ReferenceEquals(tensor, next))
        {
            tensor?.Dispose();
            tensor = next;
        }
    }

    private protected static bool Close(Tensor? left, Tensor? right) =>
        left is null ? right is null : right is not null && left.allclose(right);
}
