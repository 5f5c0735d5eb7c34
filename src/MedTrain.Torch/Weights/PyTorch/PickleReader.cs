using System.Buffers.Binary;
using System.Text;

namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>
/// A restricted reader of Python's pickles (https://docs.python.org/3/library/pickletools.html), protocols 2 to 5: it makes numbers, texts,
/// lists, tuples, dictionaries and descriptions of tensors, and refuses every name that is not in <see cref="PickleGlobals"/>.
/// </summary>
/// <param name="stream">The pickle; the reader stops after its end.</param>
/// <param name="load">What a persistent reference stands for: PyTorch writes storages so.</param>
internal sealed class PickleReader(Stream stream, Func<object?, object?> load)
{
    // A checkpoint of 10,000 tensors takes about 300,000 values; a hostile one shall not fill the memory.
    private const long MostValues = 4_000_000;
    private const int LongestInteger = 16;

    private readonly PickleStack stack = new();
    private readonly Dictionary<long, object?> memo = [];
    private readonly byte[] number = new byte[8];
    private PickleGlobals? globals;
    private long values;

    private PickleGlobals Globals => globals ??= new PickleGlobals(Spend);

    /// <summary>Reads one pickle.</summary>
    /// <exception cref="InvalidDataException">The pickle is damaged, or refers to what is refused.</exception>
    internal object? Read()
    {
        while (true)
        {
            Spend(1);
            var code = ReadByte();
            if (code == '.')
            {
                return stack.Pop();
            }

            if (!ReadPlain(code) && !ReadContainer(code) && !ReadReference(code))
            {
                throw new InvalidDataException($"the pickle has the instruction 0x{code:x2}, which checkpoints do not use: it is damaged");
            }
        }
    }

    // Numbers and texts.
    private bool ReadPlain(int code)
    {
        switch (code)
        {
            case 0x80: ReadByte(); break; // protocol
            case 0x95: ReadCount(8); break; // frame
            case 'N': stack.Push(null); break;
            case 0x88: stack.Push(true); break;
            case 0x89: stack.Push(false); break;
            case 'J': stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Fixed(4))); break;
            case 'K': stack.Push((long)ReadByte()); break;
            case 'M': stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Fixed(2))); break;
            case 'G': stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Fixed(8))); break;
            case 0x8a: stack.Push(ReadInteger(ReadByte())); break;
            case 0x8b: stack.Push(ReadInteger(ReadCount(4))); break;
            case 'X' or 'T' or 'B': stack.Push(ReadText(ReadCount(4))); break;
            case 'U' or 'C' or 0x8c: stack.Push(ReadText(ReadByte())); break;
            case 0x8d or 0x8e or 0x96: stack.Push(ReadText(ReadCount(8))); break;
            default: return false;
        }

        return true;
    }

    private bool ReadContainer(int code)
    {
        switch (code)
        {
            case '(': stack.Mark(); break;
            case '0': stack.Pop(); break;
            case '1': stack.PopToMark(); break;
            case '2': stack.Push(stack.Peek()); break;
            case ']': stack.Push(new List<object?>()); break;
            case 0x8f: stack.Push(new List<object?>()); break; // set
            case 'l': stack.Push(stack.PopToMark()); break;
            case 'a': Append([stack.Pop()]); break;
            case 'e' or 0x90: Append(stack.PopToMark()); break;
            case 0x91: stack.Push(stack.PopToMark()); break; // frozenset
            case ')': stack.Push(Array.Empty<object?>()); break;
            case 't': stack.Push(stack.PopToMark().ToArray()); break;
            case 0x85: stack.Push(stack.PopMany(1)); break;
            case 0x86: stack.Push(stack.PopMany(2)); break;
            case 0x87: stack.Push(stack.PopMany(3)); break;
            case '}': stack.Push(new PickleDictionary()); break;
            case 'd': SetItems(stack.PopToMark(), new PickleDictionary()); break;
            case 's': SetItems([.. stack.PopMany(2)], stack.Pop<PickleDictionary>()); break;
            case 'u': SetItems(stack.PopToMark(), stack.Pop<PickleDictionary>()); break;
            default: return false;
        }

        return true;
    }

    // The memo, names, and calls of names.
    private bool ReadReference(int code)
    {
        switch (code)
        {
            case 'q': memo[ReadByte()] = stack.Peek(); break;
            case 'r': memo[ReadCount(4)] = stack.Peek(); break;
            case 0x94: memo[memo.Count] = stack.Peek(); break;
            case 'h': stack.Push(Remembered(ReadByte())); break;
            case 'j': stack.Push(Remembered(ReadCount(4))); break;
            case 'c': stack.Push(Globals.Find(ReadLine(), ReadLine())); break;
            case 0x93:
                var name = stack.Pop<string>();
                stack.Push(Globals.Find(stack.Pop<string>(), name));
                break;
            case 'Q': stack.Push(load(stack.Pop())); break;
            case 'R' or 0x81: Call(); break;
            case 'b': Build(); break;
            default: return false;
        }

        return true;
    }

    private void Call()
    {
        var arguments = stack.Pop<object?[]>();
        var global = stack.Pop<PickleGlobal>();
        stack.Push(global.Call is { } call ? call(arguments)
            : throw new InvalidDataException($"the pickle calls {global.Name}, which is no function"));
    }

    // An OrderedDict carries attributes (PyTorch's _metadata), an array its numbers: they are no weights.
    private void Build()
    {
        stack.Pop();
        if (stack.Peek() is not (PickleDictionary or PickleArray))
        {
            throw new InvalidDataException("the pickle gives attributes to something that is no dictionary");
        }
    }

    private void Append(List<object?> items)
    {
        var target = stack.Peek() as List<object?>
            ?? throw new InvalidDataException("the pickle appends to something that is no list: it is damaged");
        target.AddRange(items);
    }

    private void SetItems(List<object?> items, PickleDictionary target)
    {
        if (items.Count % 2 != 0)
        {
            throw new InvalidDataException("a dictionary has a key without value");
        }

        for (var index = 0; index < items.Count; index += 2)
        {
            target[items[index] ?? throw new InvalidDataException("a dictionary has the key None")] = items[index + 1];
        }

        stack.Push(target);
    }

    private object? Remembered(long index) =>
        memo.TryGetValue(index, out var value) ? value
            : throw new InvalidDataException($"the pickle refers to entry {index}, which it has not made");

    private object ReadInteger(long bytes)
    {
        if (bytes is < 0 or > LongestInteger)
        {
            throw new InvalidDataException($"the pickle has an integer of {bytes} bytes");
        }

        var digits = new byte[LongestInteger];
        stream.ReadExactly(digits, 0, (int)bytes);
        digits.AsSpan((int)bytes).Fill(bytes > 0 && digits[bytes - 1] >= 0x80 ? (byte)0xff : (byte)0);
        var value = BinaryPrimitives.ReadInt128LittleEndian(digits);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : $"{value}"; // a seed of 64 bits, say
    }

    private string ReadText(long bytes)
    {
        if (bytes > stream.Length - stream.Position)
        {
            throw new InvalidDataException($"a text of {bytes} bytes reaches beyond the end of the file: it is truncated or damaged");
        }

        var text = new byte[bytes];
        stream.ReadExactly(text);
        return Encoding.UTF8.GetString(text);
    }

    private string ReadLine()
    {
        const int Longest = 1024;
        var line = new List<byte>();
        for (var letter = ReadByte(); letter != '\n'; letter = ReadByte())
        {
            line.Add((byte)letter);
            if (line.Count > Longest)
            {
                throw new InvalidDataException("the pickle has a name of over a thousand letters: it is damaged");
            }
        }

        return Encoding.UTF8.GetString([.. line]);
    }

    private long ReadCount(int bytes)
    {
        var count = bytes == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Fixed(4)) : BinaryPrimitives.ReadInt64LittleEndian(Fixed(8));
        return count >= 0 ? count : throw new InvalidDataException($"the pickle has the negative length {count}");
    }

    private ReadOnlySpan<byte> Fixed(int bytes)
    {
        stream.ReadExactly(number, 0, bytes);
        return number.AsSpan(0, bytes);
    }

    private int ReadByte()
    {
        var value = stream.ReadByte();
        return value >= 0 ? value : throw new InvalidDataException("the file ends within a pickle: it is truncated");
    }

    private void Spend(long count)
    {
        values += count;
        if (values > MostValues)
        {
            throw new InvalidDataException($"the pickle makes more than {MostValues} values: this is no file of weights");
        }
    }
}
