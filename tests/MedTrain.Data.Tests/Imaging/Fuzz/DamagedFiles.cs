using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Tests.Imaging.Dicom;

namespace MedTrain.Data.Tests.Imaging.Fuzz;

/// <summary>Two thousand damaged files: each is read or refused with a reason, in time, in little memory, and the program lives on.</summary>
[Trait("Tier", "slow")]
public sealed class DamagedFiles : IDisposable
{
    private const int Copies = 2000;
    private const long LargestRealFile = 100_000;
    private const long MaxWorkerBytes = 1L << 30;
    private static readonly TimeSpan LimitPerFile = TimeSpan.FromSeconds(5);
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Every_damaged_file_is_read_or_refused_and_nothing_else_happens() => Damage(SoundFiles());

    [SharedDataFact]
    public void So_are_damaged_real_files_of_every_transfer_syntax() => Damage(
        Directory.GetFiles(SharedData.At("dicom", "files")).Concat(Directory.GetFiles(SharedData.At("nifti", "files")))
            .Where(file => new FileInfo(file).Length < LargestRealFile && IsReadable(file)).Order(StringComparer.Ordinal));

    private void Damage(IEnumerable<string> files)
    {
        (string Name, byte[] Bytes, float[] Voxels)[] sound = [.. files.Select(path =>
            (Path.GetFileName(path), File.ReadAllBytes(path), TestWorkers.Shared.Read(path).Voxels))];
        using var workers = new DecodeWorkers(TestWorkers.Command, count: 2, LimitPerFile);
        var outcomes = new ConcurrentBag<string>();
        long peak = 0;
        long before = Process.GetCurrentProcess().WorkingSet64;

        Parallel.For(0, Copies, new ParallelOptions { MaxDegreeOfParallelism = 2 }, number =>
        {
            var (name, whole, voxels) = sound[number % sound.Length];
            var (bytes, kind) = Mutation.Of(whole, number);
            string path = scratch.Combine($"{number}-{name}");
            File.WriteAllBytes(path, bytes);
            var clock = Stopwatch.StartNew();
            try
            {
                Volume read = workers.Read(path);
                Assert.False(kind == "truncation" && !read.Voxels.AsSpan().SequenceEqual(voxels), $"{number}-{name} was cut to {bytes.Length} bytes and read as if whole");
                outcomes.Add("read");
            }
            catch (UnreadableImageException e)
            {
                Assert.Equal(path, e.Path);
                Assert.NotEmpty(e.Reason);
                outcomes.Add(e.Reason.Contains("crashed", StringComparison.Ordinal) ? "crashed" : e.Reason.Contains("longer than", StringComparison.Ordinal) ? "hung" : "refused");
            }
            Assert.True(clock.Elapsed < LimitPerFile + TimeSpan.FromSeconds(5), $"{number}-{name} took {clock.Elapsed}");
            File.Delete(path);
            InterlockedMax(ref peak, workers.ProcessIds.Select(PeakBytes).DefaultIfEmpty(0).Max());
        });

        Assert.Equal(Copies, outcomes.Count);
        Assert.Contains("read", outcomes);
        Assert.True(outcomes.Count(outcome => outcome == "refused") > Copies / 4, "the damage must be real damage");
        Assert.InRange(peak, 1, MaxWorkerBytes);
        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - before, long.MinValue, MaxWorkerBytes);
    }

    private static bool IsReadable(string path)
    {
        try
        {
            return TestWorkers.Shared.Read(path).Voxels.Length > 0;
        }
        catch (UnreadableImageException)
        {
            return false;
        }
    }

    /// <summary>Small files of each way of storing that has its own decoder.</summary>
    private IEnumerable<string> SoundFiles()
    {
        foreach (DicomCompression compression in Enum.GetValues<DicomCompression>())
        {
            string path = scratch.Combine($"{compression}.dcm");
            TestWorkers.Shared.WriteDicom(path, Pictures.CtSlice() with { Compression = compression });
            yield return path;
        }
        foreach (string name in new[] { "volume.nii", "volume.nii.gz" })
        {
            string path = scratch.Combine(name);
            NiftiWriter.Write(path, new Volume([.. Enumerable.Range(0, 600).Select(i => (float)(i % 97))], Geometry.Unplaced(new GridSize(10, 12, 5), new Vector3(1, 2, 3))), NiftiVoxelType.Int16);
            yield return path;
        }
        foreach (int bits in new[] { 8, 16 })
        {
            string path = scratch.Combine($"grey{bits}.png");
            TestWorkers.Shared.WritePng(path, [.. Enumerable.Range(0, 600).Select(i => (ushort)(i % 251))], 30, 20, bits);
            yield return path;
        }
    }

    /// <summary>The most memory that a process has used; 0 when it has ended.</summary>
    private static long PeakBytes(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (long seen = Interlocked.Read(ref target); value > seen; seen = Interlocked.Read(ref target))
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
            {
                return;
            }
        }
    }
}
