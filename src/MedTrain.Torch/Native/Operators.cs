using System.Text;

namespace TorchSharp.Native;

/// <summary>The operators looked up so far, by name ("add.Tensor" means operator aten::add, overload Tensor).</summary>
internal static class Operators
{
    private const int Seats = 1024;

    private static readonly Lock Gate = new();

    // The literals of call sites are found here by identity, without hashing their characters.
    private static readonly Seat?[] Recent = new Seat?[Seats];

    // Replaced as a whole when an operator is added, so that reading needs no lock.
    private static volatile Dictionary<string, nint> known = [];

    /// <summary>The handle of an operator, looked up at most once.</summary>
    /// <exception cref="TorchException">This libtorch has no such operator.</exception>
    internal static nint Find(string name)
    {
        ref var seat = ref Recent[SeatOf(name)];
        var taken = seat;
        if (taken is not null && ReferenceEquals(taken.Name, name))
        {
            return taken.Operator;
        }

        var found = known.TryGetValue(name, out var handle) ? handle : Add(name);
        seat = new Seat(name, found);
        return found;
    }

    /// <summary>Whether this libtorch has the operator.</summary>
    internal static bool Has(string name)
    {
        try
        {
            return Find(name) != 0;
        }
        catch (TorchException)
        {
            return false;
        }
    }

    private static int SeatOf(string name)
    {
        var length = name.Length;
        return length == 0 ? 0 : ((length * 67) + (name[0] * 31) + (name[length / 2] * 7) + (name[(length - 1) / 3] * 131) + name[^1])
            & (Seats - 1);
    }

    private static nint Add(string name)
    {
        lock (Gate)
        {
            var handle = LookUp(name);
            known = new Dictionary<string, nint>(known) { [name] = handle };
            return handle;
        }
    }

    private static unsafe nint LookUp(string name)
    {
        var qualified = name.Contains("::", StringComparison.Ordinal) ? name : $"aten::{name}";
        var dot = qualified.IndexOf('.', StringComparison.Ordinal);
        var (operation, overload) = dot < 0 ? (qualified, "") : (qualified[..dot], qualified[(dot + 1)..]);
        fixed (byte* first = Encoding.UTF8.GetBytes(operation + "\0"), second = Encoding.UTF8.GetBytes(overload + "\0"))
        {
            var handle = Door.mt_find(first, second);
            return handle != 0 ? handle
                : throw new TorchException(qualified, $"libtorch {Door.Version} has no operator {qualified}: {Door.LastError}");
        }
    }

    private sealed record Seat(string Name, nint Operator);
}
