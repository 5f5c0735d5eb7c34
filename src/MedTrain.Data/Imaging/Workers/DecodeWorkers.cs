using System.Collections.Concurrent;
using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Imaging.Raster;
using MedTrain.Data.Preprocessing;
using MedTrain.Data.Privacy;

namespace MedTrain.Data.Imaging.Workers;

/// <summary>
/// Reads images of every format, the natively decoded ones in worker processes: a malformed file that crashes or hangs its decoder
/// costs that file only, is reported by path with the reason, and its worker is replaced. Workers start when first needed.
/// Thread-safe: as many reads run at once as there are workers, further callers wait.
/// </summary>
public sealed class DecodeWorkers : IDisposable
{
    /// <summary>A folder may take the time of this many files' share.</summary>
    private const int FolderFilesPerLimit = 20;

    private static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(30);

    private readonly WorkerCommand command;
    private readonly TimeSpan limitPerFile;
    private readonly SemaphoreSlim free;
    private readonly ConcurrentStack<WorkerProcess> idle = new();
    private readonly ConcurrentDictionary<WorkerProcess, byte> alive = new();
    private volatile bool disposed;

    /// <summary>Prepares workers; starts none.</summary>
    /// <param name="command">Starts one worker.</param>
    /// <param name="count">How many run at most; 0 = one per processor.</param>
    /// <param name="limitPerFile">Time a file may take; null = 60 s. A folder gets as much for every 20 files.</param>
    public DecodeWorkers(WorkerCommand command, int count = 0, TimeSpan? limitPerFile = null)
    {
        this.command = command;
        this.limitPerFile = limitPerFile ?? TimeSpan.FromSeconds(60);
        Count = count > 0 ? count : Environment.ProcessorCount;
        free = new SemaphoreSlim(Count);
    }

    /// <summary>How many workers run at most.</summary>
    public int Count { get; }

    /// <summary>Process numbers of the workers that run now.</summary>
    public IReadOnlyCollection<int> ProcessIds => [.. alive.Keys.Select(worker => worker.Id)];

    /// <summary>Reads one image.</summary>
    /// <param name="path">A file, or a folder with a DICOM series.</param>
    /// <param name="options">How; null = the defaults.</param>
    /// <exception cref="UnreadableImageException">The image cannot be read; says why.</exception>
    /// <exception cref="DecodeWorkerException">No image could be read: workers do not start or lack a library.</exception>
    public Volume Read(string path, ReadOptions? options = null)
    {
        options ??= ReadOptions.Default;
        ImageFormat format = ImageFormatTable.Choose(path);
        return format.NeedsWorker ? Exchange(path, channel => Ask(channel, path, options, [])) : format.Read(path, options);
    }

    /// <summary>Reads an image and preprocesses it. What is decoded in a worker is preprocessed there too, up to the first step that
    /// takes its own time, so that the small result comes over the pipe and not the image.</summary>
    /// <param name="path">A file, or a folder with a DICOM series.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="pipeline">What is done to it.</param>
    /// <returns>The image for the network; all its voxels are finite.</returns>
    /// <exception cref="UnreadableImageException">The image cannot be read or a step does not fit it; says why.</exception>
    /// <exception cref="PreprocessingException">A step does not fit the image; names the step.</exception>
    /// <exception cref="DecodeWorkerException">No image could be read: workers do not start or lack a library.</exception>
    public Volume Prepare(string path, ReadOptions options, PreprocessingPipeline pipeline)
    {
        ImageFormat format = ImageFormatTable.Choose(path);
        if (!format.NeedsWorker)
        {
            return PreprocessingPipeline.Run(pipeline.Steps, format.Read(path, options), Apply);
        }
        PreprocessingStep[] atOnce = [.. pipeline.Steps.TakeWhile(step => step is not WorkerStep)];
        Volume volume = Exchange(path, channel => Ask(channel, path, options, atOnce));
        return PreprocessingPipeline.Run(pipeline.Steps.Skip(atOnce.Length), volume, Apply);
    }

    /// <summary>Does a preprocessing step in a worker.</summary>
    /// <param name="step">The step.</param>
    /// <param name="volume">The image; stays as it is.</param>
    /// <returns>The new image.</returns>
    /// <exception cref="PreprocessingException">The step does not fit this image, takes longer than 30 minutes, or its worker died.</exception>
    public Volume Apply(WorkerStep step, Volume volume)
    {
        step.Require(volume);
        try
        {
            return Exchange("", StepLimit, channel => Ask(channel, step, volume));
        }
        catch (UnreadableImageException e)
        {
            throw new PreprocessingException(e.Reason);
        }
    }

    /// <summary>Describes a DICOM file for an index, in a worker, so that what identifies the patient never enters this process.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key of the pseudonyms.</param>
    /// <param name="seriesDescription">A text that the series' description must contain; null = any.</param>
    /// <returns>The description, or null when the file is sound but holds no image.</returns>
    /// <exception cref="UnreadableImageException">The file is damaged.</exception>
    public DicomDescription? Describe(string path, PseudonymKey key, string? seriesDescription) => Exchange(path, channel =>
    {
        var order = new DescribeOrder(key.ToHex(), seriesDescription);
        channel.Send(new WorkerRequest { Path = Path.GetFullPath(path), Describe = order }, Array.Empty<byte>());
        return Answer(channel, path, out _).Description;
    });

    /// <summary>Writes a picture as a DICOM file, in a worker.</summary>
    /// <param name="path">The file; it is whole or absent.</param>
    /// <param name="picture">What to write.</param>
    /// <exception cref="ArgumentException">The stored values do not fit the picture's size, bits or sign.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteDicom(string path, DicomPicture picture)
    {
        DicomWriter.Check(picture);
        Write(path, channel => channel.Send(new WorkerRequest { Path = Path.GetFullPath(path), WriteDicom = picture }, picture.Stored));
    }

    /// <summary>Writes a grey PNG file, in a worker.</summary>
    /// <param name="path">The file; it is whole or absent.</param>
    /// <param name="values">Row by row; 0 to 255 or 0 to 65535.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bits">8 or 16.</param>
    /// <exception cref="ArgumentException">The values do not fit the size or the bits.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WritePng(string path, ushort[] values, int width, int height, int bits)
    {
        PngWriter.Check(values, width, height, bits);
        Write(path, channel =>
            channel.Send(new WorkerRequest { Path = Path.GetFullPath(path), WritePng = new(width, height, bits) }, values));
    }

    /// <summary>Ends all workers.</summary>
    public void Dispose()
    {
        disposed = true;
        foreach (WorkerProcess worker in alive.Keys)
        {
            worker.Dispose();
        }
        alive.Clear();
        free.Dispose();
    }

    private static Volume Ask(WorkerChannel channel, string path, ReadOptions options, PreprocessingStep[] steps)
    {
        channel.Send(new WorkerRequest { Path = Path.GetFullPath(path), Read = options, Steps = steps }, Array.Empty<byte>());
        WorkerResponse response = Answer(channel, path, out long payloadBytes);
        if (response.Geometry is not Geometry geometry || geometry.Size.Count > options.MaxVoxels
            || payloadBytes != geometry.Size.Count * sizeof(float))
        {
            throw new InvalidDataException("A worker's answer holds no volume.");
        }
        var voxels = GC.AllocateUninitializedArray<float>((int)geometry.Size.Count);
        channel.ReceivePayload(voxels);
        return new Volume(voxels, geometry, response.Header, response.Steps, response.Warnings);
    }

    private static Volume Ask(WorkerChannel channel, WorkerStep step, Volume volume)
    {
        channel.Send(new WorkerRequest { Path = "", Geometry = volume.Geometry, Steps = [step] }, volume.Voxels);
        WorkerResponse response = Answer(channel, "", out long payloadBytes);
        if (response.Geometry is not Geometry geometry || payloadBytes != geometry.Size.Count * sizeof(float))
        {
            throw new InvalidDataException("A worker's answer holds no volume.");
        }
        var voxels = GC.AllocateUninitializedArray<float>((int)geometry.Size.Count);
        channel.ReceivePayload(voxels);
        return new Volume(voxels, geometry, volume.Header, [.. volume.Steps, .. response.Steps], volume.Warnings);
    }

    private static WorkerResponse Answer(WorkerChannel channel, string path, out long payloadBytes)
    {
        WorkerResponse response = channel.Receive<WorkerResponse>(out payloadBytes) ?? throw new EndOfStreamException();
        return response switch
        {
            { WorkerFailure: string failure } => throw new DecodeWorkerException(failure),
            { Reason: string reason } => throw new UnreadableImageException(path, reason),
            _ => response,
        };
    }

    private void Write(string path, Action<WorkerChannel> send)
    {
        try
        {
            Exchange(path, channel =>
            {
                send(channel);
                return Answer(channel, path, out _);
            });
        }
        catch (UnreadableImageException e)
        {
            throw new IOException($"{path} cannot be written: {e.Reason}", e);
        }
    }

    private T Exchange<T>(string path, Func<WorkerChannel, T> exchange) => Exchange(path, Limit(path), exchange);

    private T Exchange<T>(string path, TimeSpan limit, Func<WorkerChannel, T> exchange)
    {
        free.Wait();
        WorkerProcess? worker = null;
        try
        {
            worker = TakeLiving();
            T result = worker.Within(limit, exchange);
            idle.Push(worker);
            return result;
        }
        catch (WorkerDiedException e)
        {
            Discard(worker!);
            throw new UnreadableImageException(path, e.Message, e);
        }
        catch (Exception e) when (e is UnreadableImageException or DecodeWorkerException)
        {
            if (worker is not null)
            {
                idle.Push(worker);
            }
            throw;
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>An idle worker that still runs, or a new one.</summary>
    private WorkerProcess TakeLiving()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        while (idle.TryPop(out WorkerProcess? worker))
        {
            if (!worker.HasEnded)
            {
                return worker;
            }
            Discard(worker); // killed from outside between two files: no file is to blame
        }
        var fresh = new WorkerProcess(command);
        alive[fresh] = 0;
        return fresh;
    }

    private void Discard(WorkerProcess worker)
    {
        alive.TryRemove(worker, out _);
        worker.Dispose();
    }

    private TimeSpan Limit(string path) => Directory.Exists(path)
        ? limitPerFile * (1 + (Directory.EnumerateFiles(path).Count() / FolderFilesPerLimit))
        : limitPerFile;
}
