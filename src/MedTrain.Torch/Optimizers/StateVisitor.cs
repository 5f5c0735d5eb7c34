using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Does one thing with everything an optimizer remembers of a parameter, in the order in which it is saved.</summary>
public abstract class StateVisitor
{
    private protected StateVisitor()
    {
    }

    internal virtual void Visit(ref long value)
    {
    }

    internal virtual void Visit(ref double value)
    {
    }

    internal abstract void Visit(ref Tensor? tensor);

    /// <summary>A tensor that may be absent, which is then saved too.</summary>
    internal virtual void VisitOptional(ref Tensor? tensor) => Visit(ref tensor);
}

/// <summary>Writes a state.</summary>
internal sealed class StateWriter(BinaryWriter writer) : StateVisitor
{
    internal override void Visit(ref long value) => writer.Write(value);

    internal override void Visit(ref double value) => writer.Write(value);

    internal override void Visit(ref Tensor? tensor) => tensor!.Save(writer);

    internal override void VisitOptional(ref Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }
}

/// <summary>Reads a state.</summary>
/// <param name="reader">Where it is read from.</param>
/// <param name="zeros">Makes a tensor of the shape that is expected; null to take the shapes of the file.</param>
internal sealed class StateReader(BinaryReader reader, Func<Tensor>? zeros) : StateVisitor
{
    internal override void Visit(ref long value) => value = reader.ReadInt64();

    internal override void Visit(ref double value) => value = reader.ReadDouble();

    internal override void Visit(ref Tensor? tensor)
    {
        if (tensor is null && zeros is null)
        {
            TensorExtensionMethods.Load(ref tensor, reader);
            tensor.DetachFromDisposeScope();
        }
        else
        {
            tensor ??= zeros!();
            tensor.Load(reader);
        }
    }

    internal override void VisitOptional(ref Tensor? tensor)
    {
        if (reader.ReadBoolean())
        {
            Visit(ref tensor);
        }
        else
        {
            tensor?.Dispose();
            tensor = null;
        }
    }
}

/// <summary>Lists what a state holds.</summary>
internal sealed class StateList : StateVisitor
{
    internal Queue<object?> Values { get; } = [];

    internal override void Visit(ref long value) => Values.Enqueue(value);

    internal override void Visit(ref double value) => Values.Enqueue(value);

    internal override void Visit(ref Tensor? tensor) => Values.Enqueue(tensor);
}

/// <summary>Takes a state from a list, with copies of its tensors.</summary>
internal sealed class StateCopier(Queue<object?> values, Func<Tensor, Tensor> copy) : StateVisitor
{
    internal override void Visit(ref long value) => value = (long)values.Dequeue()!;

    internal override void Visit(ref double value) => value = (double)values.Dequeue()!;

    internal override void Visit(ref Tensor? tensor)
    {
        var next = (Tensor?)values.Dequeue();
        if (!ReferenceEquals(tensor, next))
        {
            tensor?.Dispose();
            tensor = next is null ? null : copy(next);
        }
    }
}

/// <summary>Replaces each tensor by another; disposes it when there is none.</summary>
internal sealed class StateReplacer(Func<Tensor, Tensor?> replacement) : StateVisitor
{
    internal override void Visit(ref Tensor? tensor)
    {
        if (tensor is not null && replacement(tensor) is var next && !ReferenceEquals(tensor, next))
        {
            tensor.Dispose();
            tensor = next;
        }
    }
}
