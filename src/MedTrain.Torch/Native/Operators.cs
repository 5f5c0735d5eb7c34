using System.Text;

namespace TorchSharp.Native;

/// <summary>The operators looked up so far, by name ("add.Tensor" means operator aten::add, overload Tensor).</summary>
internal static class Operators
{
    private static readonly Lock Gate = new();

    // Replaced as a whole when an operator is added, so that reading needs no lock.
    private static volatile Dictionary<string, nint> known = [];

    /// <summary>The handle of an operator, looked up at most once.</summary>
    /// <exception cref="TorchException">This libtorch has no such operator.</exception>
    internal static nint Find(string name) => known.TryGetValue(name, out var handle) ? handle : Add(name);

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
}
