# The CUDA image: medtrain over the TorchSharp package and its libtorch for CUDA 12.1.
#
#   docker build -t medtrain .
#   docker run --gpus all -v "$PWD:/data" medtrain fit /data/config.yaml
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk

FROM debian:12 AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      ca-certificates g++ cmake ninja-build libdcmtk-dev libopenjp2-7-dev libcharls-dev libinsighttoolkit5-dev libjpeg-dev \
 && rm -rf /var/lib/apt/lists/*
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
ENV PATH=/usr/share/dotnet:$PATH DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source
COPY src/native src/native
# The tensors come from TorchSharp's own native library, so only the image readers are built here.
RUN cmake -S src/native -B build/native -G Ninja -DMEDTRAIN_DOORS="dicom;itk" \
 && cmake --build build/native
COPY . .
RUN dotnet publish src/MedTrain/MedTrain.csproj -c Release -o /app -r linux-x64 --self-contained \
      -p:TorchProvider=nuget -p:LibtorchPackage=libtorch-cuda-12.1-linux-x64

FROM debian:12
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgomp1 libdcmtk17 libopenjp2-7 libcharls2 libinsighttoolkit5.2 libjpeg62-turbo \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 medtrain
COPY --from=build /app /opt/medtrain
USER medtrain
WORKDIR /data
ENTRYPOINT ["/opt/medtrain/medtrain"]
