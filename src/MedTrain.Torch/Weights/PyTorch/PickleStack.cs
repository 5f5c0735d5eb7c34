namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>The stack on which a pickle's instructions work; what is missing or of another kind is damage.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> values = [];
    private readonly Stack<int> marks = [];

    private int Floor => marks.Count > 0 ? marks.Peek() : 0;

    internal void Push(object? value) => values.Add(value);

    internal void Mark() => marks.Push(values.Count);

    internal object? Peek() => values.Count > Floor ? values[^1] : throw Damaged("takes a value where there is none");

    internal object? Pop() => PopMany(1)[0];

    internal T Pop<T>()
        where T : class => Pop() as T ?? throw Damaged("uses a value as what it is not");

    internal object?[] PopMany(int count)
    {
        if (values.Count - count < Floor)
        {
            throw Damaged("takes a value where there is none");
        }

        return [.. Take(values.Count - count)];
    }

    internal List<object?> PopToMark() => marks.TryPop(out var mark) ? Take(mark) : throw Damaged("ends a group that it has not begun");

    private static InvalidDataException Damaged(string what) => new($"the pickle {what}: it is damaged");

    private List<object?> Take(int from)
    {
        var taken = values.GetRange(from, values.Count - from);
        values.RemoveRange(from, taken.Count);
        return taken;
    }
}
