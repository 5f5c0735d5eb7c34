using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Imaging.Raster;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Imaging.Workers;

/// <summary>A worker's own side: reads requests from standard input and answers on standard output until its owner closes the
/// pipe.</summary>
/// <remarks>
/// Before the first file is opened, standard output and standard error are pointed at nothing and the pipe is kept under another
/// number: a native library that prints can neither break a message nor leak a patient's name.
/// </remarks>
public static class DecodeWorker
{
    /// <summary>Identifies this build: owner and worker must be the same.</summary>
    internal static Guid Build => typeof(DecodeWorker).Module.ModuleVersionId;

    /// <summary>The main loop.</summary>
    /// <returns>The exit code: 0 after the owner closed the pipe.</returns>
    public static int Run()
    {
        (Stream input, Stream output) = WorkerStreams.Take();
        WorkerStreams.EndWithOwner();
        var channel = new WorkerChannel(input, output);
        channel.Send(new WorkerResponse { Build = Build }, Array.Empty<byte>());
        while (channel.Receive<WorkerRequest>(out long payloadBytes) is WorkerRequest request)
        {
            (WorkerResponse response, float[] voxels) = Answer(request, channel, payloadBytes);
            channel.Send(response, voxels);
        }
        return 0;
    }

    private static (WorkerResponse Response, float[] Voxels) Answer(WorkerRequest request, WorkerChannel channel, long payloadBytes)
    {
        try
        {
            return request switch
            {
                { WriteDicom: DicomPicture picture } =>
                    WriteDicom(request.Path, picture with { Stored = Payload<int>(channel, payloadBytes) }),
                { Describe: DescribeOrder order } => Describe(request.Path, order),
                { Geometry: Geometry geometry } => Apply(request, new Volume(Payload<float>(channel, payloadBytes), geometry)),
                { WritePng: PngSize size } => WritePng(request.Path, size, Payload<ushort>(channel, payloadBytes)),
                _ => Read(request),
            };
        }
        catch (UnreadableImageException e)
        {
            return (new WorkerResponse { Reason = e.Reason }, []);
        }
        catch (PreprocessingException e)
        {
            return (new WorkerResponse { Reason = e.Message }, []);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            string cause = e.Message.Split('\n')[0];
            return (new WorkerResponse { WorkerFailure = $"A native image library is missing or out of date ({cause}). Run scripts/setup." }, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && request.Read is null && request.Describe is null)
        {
            return (new WorkerResponse { Reason = e.Message }, []); // of a write: the text is the operating system's
        }
        catch (OutOfMemoryException)
        {
            return (new WorkerResponse { Reason = "it needs more memory than this machine has" }, []);
        }
        catch (Exception e)
        {
            // The message of an unforeseen failure may quote the file; its kind cannot.
            return (new WorkerResponse { Reason = $"the decoder failed ({e.GetType().Name})" }, []);
        }
    }

    private static (WorkerResponse Response, float[] Voxels) Read(WorkerRequest request)
    {
        Volume volume = ImageReader.Read(request.Path, request.Read ?? ReadOptions.Default);
        if (request.Steps.Count > 0)
        {
            volume = PreprocessingPipeline.Run(request.Steps, volume, inWorker: null);
        }
        var response = new WorkerResponse
        {
            Geometry = volume.Geometry,
            Header = volume.Header,
            Steps = volume.Steps,
            Warnings = volume.Warnings,
        };
        return (response, volume.Voxels);
    }

    private static (WorkerResponse Response, float[] Voxels) Apply(WorkerRequest request, Volume volume)
    {
        Volume made = request.Steps.Aggregate(volume, (image, step) => step.Apply(image));
        return (new WorkerResponse { Geometry = made.Geometry, Steps = made.Steps }, made.Voxels);
    }

    private static (WorkerResponse Response, float[] Voxels) Describe(string path, DescribeOrder order)
    {
        try
        {
            return (new WorkerResponse { Description = DicomIdentity.Describe(path, order.Key, order.SeriesDescription) }, []);
        }
        catch (NoDicomImageException)
        {
            return (new WorkerResponse(), []);
        }
    }

    private static (WorkerResponse Response, float[] Voxels) WriteDicom(string path, DicomPicture picture)
    {
        DicomWriter.Write(path, picture);
        return (new WorkerResponse(), []);
    }

    private static (WorkerResponse Response, float[] Voxels) WritePng(string path, PngSize size, ushort[] values)
    {
        PngWriter.Write(path, values, size.Width, size.Height, size.Bits);
        return (new WorkerResponse(), []);
    }

    private static unsafe T[] Payload<T>(WorkerChannel channel, long bytes)
        where T : unmanaged
    {
        var values = new T[bytes / sizeof(T)];
        channel.ReceivePayload(values);
        return values;
    }
}
