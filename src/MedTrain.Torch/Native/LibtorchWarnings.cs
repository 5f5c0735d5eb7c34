using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Native;

/// <summary>What libtorch warns of. Each text is passed on once; whoever listens decides where it goes.</summary>
internal static unsafe class LibtorchWarnings
{
    private const int MostRemembered = 1000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Told = [];

    /// <summary>Who is told; nobody at first.</summary>
    internal static Action<string>? Listener { get; set; }

    /// <summary>What the native side calls.</summary>
    internal static nint Reader => (nint)(delegate* unmanaged[Cdecl]<byte*, int, void>)&Read;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Read(byte* text, int length)
    {
        // Nothing may be thrown through libtorch's frames.
        try
        {
            var message = Encoding.UTF8.GetString(text, length);
            lock (Gate)
            {
                if (Told.Count >= MostRemembered || !Told.Add(message))
                {
                    return;
                }
            }

            Listener?.Invoke(message);
        }
        catch (Exception)
        {
            // A listener that fails must not end the operator that warned.
        }
    }
}
