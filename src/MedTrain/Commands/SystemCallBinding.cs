using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MedTrain.Data;

namespace MedTrain.Commands;

/// <summary>
/// The dynamic linker serves one thread at a time: while libtorch loads, most of a second, whoever calls a function of the system for the
/// first time waits for its end. What is called once before the load goes on beside it.
/// </summary>
internal static class SystemCallBinding
{
    /// <summary>Calls what reading a plan calls: the clock, the terminal, hashes, and files written, replaced, listed, mapped and read.</summary>
    public static void Bind()
    {
        try
        {
            var folder = Directory.CreateTempSubdirectory("medtrain-");
            try
            {
                UseFiles(folder.FullName);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whoever needs a file says what is wrong with it; here only time is lost.
        }

        _ = (DateTime.UtcNow, Environment.ProcessPath, Path.GetFullPath("."), Console.IsErrorRedirected, RuntimeInformation.OSArchitecture);
        lock (new Lock())
        {
            // The first lock of a thread asks for its number.
        }

        using var timer = new Timer(_ => { }, null, 0, Timeout.Infinite); // all timers share one thread, and no thread begins during a load
    }

    private static void UseFiles(string folder)
    {
        var file = Path.Combine(folder, "inner", "file");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, stream => stream.Write([1, 2]));
        _ = (Directory.GetFiles(folder, "*", SearchOption.AllDirectories), File.GetAttributes(file), new FileInfo(file).Length);
        _ = (File.Exists(file), File.ResolveLinkTarget(file, returnFinalTarget: false));
        using (new FileStream(Path.Combine(folder, "held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose))
        {
            // As a run folder is held.
        }

        using var stream = File.OpenRead(file);
        _ = (SHA256.HashData([1]), SHA256.HashData(stream));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([1]);
        _ = hash.GetHashAndReset();
        using var map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _ = view.ReadByte(0);
    }
}
