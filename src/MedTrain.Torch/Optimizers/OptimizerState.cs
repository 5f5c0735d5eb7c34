using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState : IDisposable
{
    /// <summary>The parameter.</summary>
    protected Parameter _parameter;

    private ScalarType type;
    private Device device;

    /// <summary>The state of a parameter.</summary>
    protected OptimizerState(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        _parameter = parameter;
        (type, device) = (parameter.dtype, parameter.device);
    }

    /// <summary>Writes the state.</summary>
    public virtual void SaveStateDict(BinaryWriter writer) => Visit(new StateWriter(writer));

    /// <summary>Reads the state.</summary>
    public virtual void LoadStateDict(BinaryReader reader) => Visit(new StateReader(reader, Zeros));

    /// <summary>Copies the state of another optimizer's parameter.</summary>
    /// <exception cref="ArgumentException">It is that of another kind of optimizer.</exception>
    public virtual void LoadStateDict(OptimizerState source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Visit(new StateCopier(source.Listed(GetType()), CopyOf));
    }

    /// <summary>Begins anew.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Whether the two states are nearly equal.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) =>
        other is not null && other.GetType() == GetType() && Listed(GetType()).Zip(other.Listed(GetType())).All(pair => pair switch
        {
            (Tensor left, Tensor right) => left.allclose(right),
            var (left, right) => Equals(left, right),
        });

    /// <summary>Moves the state to a device.</summary>
    public virtual void to(Device device) => Convert(device, null);

    /// <summary>Disposes the tensors of the state.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Follows the parameter when it has been moved or converted since the last step.</summary>
    internal void Follow()
    {
        var (wanted, place) = (_parameter.dtype, _parameter.device);
        if (wanted != type || place.Packed != device.Packed)
        {
            Convert(place, wanted);
        }
    }

    /// <summary>Disposes the tensors of the state.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Visit(new StateReplacer(_ => null));
        }
    }

    /// <summary>Shows the visitor everything that is remembered, in the order in which it is saved.</summary>
    private protected abstract void Visit(StateVisitor visitor);

    /// <summary>Zeros like the parameter, owned by the state.</summary>
    private protected Tensor Zeros() => zeros_like(_parameter).detach_().DetachFromDisposeScope();

    /// <summary>Puts a new tensor, which the state then owns, in the place of an old one.</summary>
    private protected static void Replace(ref Tensor? tensor, Tensor? next)
    {
        if (!ReferenceEquals(tensor, next))
        {
            tensor?.Dispose();
            tensor = next;
        }
    }

    private void Convert(Device place, ScalarType? wanted)
    {
        using var mode = no_grad();
        (device, type) = (place, wanted ?? type);
        Visit(new StateReplacer(tensor => tensor.to(wanted ?? tensor.dtype, place).DetachFromDisposeScope()));
    }

    // A copy on the parameter's device, owned by the state.
    private Tensor CopyOf(Tensor tensor) => tensor.detach().to(_parameter.device, copy: true, disposeAfter: true).DetachFromDisposeScope();

    private Queue<object?> Listed(Type wanted)
    {
        if (GetType() != wanted)
        {
            throw new ArgumentException($"This is a state of {GetType().DeclaringType?.Name}, not of {wanted.DeclaringType?.Name}.");
        }

        var list = new StateList();
        Visit(list);
        return list.Values;
    }
}
