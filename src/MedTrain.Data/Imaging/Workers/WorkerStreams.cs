using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MedTrain.Data.Imaging.Workers;

/// <summary>A worker's pipes, taken out of reach of libraries that print.</summary>
internal static partial class WorkerStreams
{
    private const int ReadWrite = 2;
    private const int CoreDumpResource = 4;
    private const int SetPipeSize = 1031;

    /// <summary>Keeps copies of standard input and output and points 0, 1 and 2 at /dev/null. No core is dumped: it would hold
    /// images.</summary>
    public static (Stream Input, Stream Output) Take()
    {
        int input = Checked(Dup(0));
        int output = Checked(Dup(1));
        int nothing = Checked(Open("/dev/null", ReadWrite));
        for (int standard = 0; standard <= 2; standard++)
        {
            Checked(Dup2(nothing, standard));
        }
        _ = SetLimit(CoreDumpResource, new ResourceLimit { Soft = 0, Hard = 0 });
        _ = Fcntl(output, SetPipeSize, 1 << 20); // fewer turns for large volumes; a smaller pipe works too
        return (ToStream(input, FileAccess.Read), ToStream(output, FileAccess.Write));
    }

    /// <summary>Ends this process when its owner is gone, even in the middle of a file.</summary>
    public static void EndWithOwner()
    {
        int owner = GetParentId();
        var watch = new Thread(() =>
        {
            while (GetParentId() == owner)
            {
                Thread.Sleep(TimeSpan.FromSeconds(1));
            }
            Exit(1);
        })
        { IsBackground = true, Name = "owner watch" };
        watch.Start();
    }

    private static FileStream ToStream(int descriptor, FileAccess access) =>
        new(new SafeFileHandle(descriptor, ownsHandle: true), access, bufferSize: 0);

    private static int Checked(int result) =>
        result >= 0 ? result : throw new InvalidOperationException(
            $"A worker cannot set up its pipes (errno {Marshal.GetLastPInvokeError()}).");

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int descriptor, int wanted);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentId();

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
