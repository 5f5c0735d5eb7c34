using System.Diagnostics;
using System.Runtime.InteropServices;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Preprocessing;
using MedTrain.Data.Tests.Imaging.Dicom;

namespace MedTrain.Data.Tests.Imaging.Workers;

public sealed partial class DecodeWorkersTests : IDisposable
{
    private const int Stop = 19; // SIGSTOP on Linux
    private readonly ScratchFolder scratch = new();
    private readonly string path;

    public DecodeWorkersTests()
    {
        path = scratch.Combine("slice.dcm");
        TestWorkers.Shared.WriteDicom(path, Pictures.CtSlice());
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_worker_killed_in_the_middle_of_a_file_costs_that_file_only()
    {
        using var workers = new DecodeWorkers(TestWorkers.Command, count: 1);
        workers.Read(path);
        int worker = workers.ProcessIds.Single();
        Assert.Equal(0, Kill(worker, Stop));
        Task<Volume> read = Task.Run(() => workers.Read(path));
        Thread.Sleep(200); // the request lies in the pipe of the stopped worker
        Process.GetProcessById(worker).Kill();
        var e = Assert.Throws<UnreadableImageException>(() => read.GetAwaiter().GetResult());
        Assert.Equal(path, e.Path);
        Assert.Contains("SIGKILL", e.Reason, StringComparison.Ordinal);
        Assert.Equal(Pictures.Rows * Pictures.Columns, workers.Read(path).Voxels.Length);
        Assert.NotEqual(worker, workers.ProcessIds.Single());
    }

    [Fact]
    public void An_image_prepared_in_a_worker_equals_one_that_is_read_and_then_preprocessed()
    {
        var pipeline = new PreprocessingPipeline(
            [new CropOrPad { Size = [60, 44] }, new Resize { Size = [31, 17] }, new ZScore(), new Channels { Count = 3 }]);
        Volume whole = TestWorkers.Shared.Read(path);
        Volume prepared = TestWorkers.Shared.Prepare(path, ReadOptions.Default, pipeline);
        Volume expected = pipeline.Apply(whole);
        Assert.Equal(expected.Voxels, prepared.Voxels);
        Assert.Equal(expected.Geometry, prepared.Geometry);
        Assert.Equal(expected.Steps, prepared.Steps);
        Assert.Equal(expected.Header!.Modality, prepared.Header!.Modality);
    }

    [Fact]
    public void A_step_that_does_not_fit_an_image_is_named_whether_it_runs_in_a_worker_or_not()
    {
        var pipeline = new PreprocessingPipeline([new Resize { Size = [8, 8, 8] }]);
        var here = Assert.Throws<PreprocessingException>(() => pipeline.Apply(TestWorkers.Shared.Read(path)));
        var there = Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Prepare(path, ReadOptions.Default, pipeline));
        Assert.Contains("preprocessing step resize", here.Message, StringComparison.Ordinal);
        Assert.Equal(here.Message, there.Reason);
    }

    [Fact]
    public void A_worker_that_hangs_is_ended_after_the_time_limit()
    {
        using var workers = new DecodeWorkers(TestWorkers.Command, count: 1, TimeSpan.FromSeconds(1));
        workers.Read(path);
        Assert.Equal(0, Kill(workers.ProcessIds.Single(), Stop));
        var clock = Stopwatch.StartNew();
        var e = Assert.Throws<UnreadableImageException>(() => workers.Read(path));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 10);
        Assert.Contains("longer than 1 s", e.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(workers.Read(path).Voxels);
    }

    [Fact]
    public void A_worker_killed_between_two_files_is_replaced_silently()
    {
        using var workers = new DecodeWorkers(TestWorkers.Command, count: 1);
        workers.Read(path);
        Process worker = Process.GetProcessById(workers.ProcessIds.Single());
        worker.Kill();
        worker.WaitForExit();
        Assert.NotEmpty(workers.Read(path).Voxels);
    }

    [Fact]
    public void Many_threads_share_the_workers()
    {
        using var workers = new DecodeWorkers(TestWorkers.Command, count: 2);
        float[] expected = workers.Read(path).Voxels;
        Parallel.For(0, 50, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(expected, workers.Read(path).Voxels));
        // One thread may have done all of that: go on until two reads have met.
        for (int round = 0; round < 500 && workers.ProcessIds.Count < 2; round++)
        {
            using var together = new Barrier(2);
            Thread[] readers = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() => { together.SignalAndWait(); workers.Read(path); }))];
            Array.ForEach(readers, reader => reader.Start());
            Array.ForEach(readers, reader => reader.Join());
        }
        Assert.Equal(2, workers.ProcessIds.Count);
    }

    [Fact]
    public void Disposing_ends_the_workers()
    {
        var workers = new DecodeWorkers(TestWorkers.Command, count: 1);
        workers.Read(path);
        int worker = workers.ProcessIds.Single();
        workers.Dispose();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(worker));
        Assert.Throws<ObjectDisposedException>(() => workers.Read(path));
    }

    [Fact]
    public void A_program_that_is_no_worker_is_named()
    {
        using var workers = new DecodeWorkers(new WorkerCommand("sh", ["-c", "echo hello; echo 'cannot start' >&2"]), count: 1);
        var e = Assert.Throws<DecodeWorkerException>(() => workers.Read(path));
        Assert.Contains("did not start", e.Message, StringComparison.Ordinal);
        using var missing = new DecodeWorkers(new WorkerCommand("/no/such/program", []), count: 1);
        Assert.Throws<DecodeWorkerException>(() => missing.Read(path));
    }

    [Fact]
    public void What_a_library_prints_does_not_reach_the_answer()
    {
        // MetaIO prints to standard output while it opens a damaged file; the next answer of the same worker is whole.
        using var workers = new DecodeWorkers(TestWorkers.Command, count: 1);
        string damaged = scratch.Write("damaged.mha", "ObjectType = Image\nNDims = 3\nElementDataFile = LOCAL\n");
        workers.Read(path);
        int worker = workers.ProcessIds.Single();
        Assert.Throws<UnreadableImageException>(() => workers.Read(damaged));
        Assert.NotEmpty(workers.Read(path).Voxels);
        Assert.Equal(worker, workers.ProcessIds.Single());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
