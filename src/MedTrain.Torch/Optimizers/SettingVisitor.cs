namespace TorchSharp.Modules;

/// <summary>Does one thing with every setting of a group, in the order in which they are saved.</summary>
public abstract class SettingVisitor
{
    private protected SettingVisitor()
    {
    }

    internal abstract void Visit(ref double? value);

    internal abstract void Visit(ref bool? value);
}

/// <summary>Writes settings.</summary>
internal sealed class SettingWriter(BinaryWriter writer) : SettingVisitor
{
    internal override void Visit(ref double? value) => writer.Write(value!.Value);

    internal override void Visit(ref bool? value) => writer.Write(value!.Value);
}

/// <summary>Reads settings.</summary>
internal sealed class SettingReader(BinaryReader reader) : SettingVisitor
{
    internal override void Visit(ref double? value) => value = reader.ReadDouble();

    internal override void Visit(ref bool? value) => value = reader.ReadBoolean();
}

/// <summary>Lists settings.</summary>
internal sealed class SettingList : SettingVisitor
{
    internal Queue<object?> Values { get; } = [];

    internal override void Visit(ref double? value) => Values.Enqueue(value);

    internal override void Visit(ref bool? value) => Values.Enqueue(value);
}

/// <summary>Takes settings from a list: all of them, or only those that are still open.</summary>
internal sealed class SettingFiller(Queue<object?> values, bool openOnly) : SettingVisitor
{
    internal override void Visit(ref double? value) => Take(ref value);

    internal override void Visit(ref bool? value) => Take(ref value);

    private void Take<T>(ref T? value)
        where T : struct
    {
        var next = (T?)values.Dequeue();
        value = openOnly ? value ?? next : next;
    }
}
