# 命令行输出。

cli-error = 错误：{ $text }
cli-done = 完成。
cli-none = 没有记录。
cli-next-page = 还有更多，继续请加 --after { $cursor }
cli-rows = { $count } 行

## 安装

cli-no-runtime = 程序无法启动：{ $detail }
cli-no-installation = { $path } 中没有安装。请先运行 fenghuo admin init，或用 --data 指明数据目录。
cli-keys-open = 警告：密钥文件 { $path } 对其他用户可读，请改为 0600。
cli-unreadable = 无法读取 { $path }：{ $detail }
cli-unwritable = 无法写入 { $path }：{ $detail }
cli-init-done = 已在 { $path } 建立安装，共 { $areas } 个地区。密钥文件在同一目录，请另行备份。
cli-init-next = 下一步：fenghuo admin posts 地区代码；fenghuo admin user 登录名 --post 地区:角色 --role 职责；fenghuo serve
cli-user-done = 用户 { $login } 已设，职责 { $role }。
cli-user-known = 用户 { $login } 已存在，已在该岗位任 { $role }；口令不变。如需重设：fenghuo admin password { $login }
cli-user-barred = （已停用）
cli-second-factor-required = 以下角色必须启用第二因素：{ $roles }
cli-second-factor-reset = 用户 { $login } 的第二因素已移除，全部会话已结束。
cli-password-done = 用户 { $login } 的口令已重设，全部会话已结束。
cli-unknown-post = 没有岗位“{ $value }”。请用 fenghuo admin posts 查看岗位，写作 地区:角色 或 地区:角色:岗位。
cli-password = 口令（至少 10 个字符）：{""}
cli-password-again = 再输一次：{""}
cli-passwords-differ = 两次输入的口令不同。
cli-no-password = 没有读到口令：{ $detail }
cli-verify-sound = 台账链完整：{ $facts } 条事实。
cli-verify-head = 写入者 { $writer }：第 { $seq } 条，{ $hash }
cli-rebuild = 重建
cli-rebuild-done = 已由 { $facts } 条事实重建全部派生表。

## 服务

cli-serving = 服务地址：{ $address }
cli-not-loopback = 警告：{ $address } 不是本机回环地址，网络上的其他机器可以访问，且连接未加密。请置于加密代理之后，或改用 127.0.0.1。
cli-cannot-listen = 无法监听 { $address }：{ $detail }。请换一个 --listen 地址。
cli-stopped = 已停止，数据已写盘。

## 记录

cli-token-missing = 访问服务器需要会话令牌：--token 或 FENGHUO_TOKEN。
cli-no-answer = 没有得到回答：{ $detail }
cli-no-such = 没有“{ $value }”，或不在辖区内。
cli-importing = 正在导入 { $file }
cli-import-mappings = 请按文件顺序为每个文件各给一个 --mapping，或者都不给。
cli-import-questions = { $file } 尚有疑问。请用“fenghuo imports guess”写出对照文件，在其中答复后以 --mapping 指定。
    { $questions }
cli-ask-disease = 各行属于哪种疾病？（--disease，或对照文件中的 disease = "…"）
cli-ask-number = 没有编号列：按行号编号。
cli-ask-area = 没有地区列：请用 --area 指定。
cli-ask-day = 没有发病、出疹、确诊或报告日期列。
cli-ask-date-order = “{ $heading }”的日期顺序是哪一种：{ $forms }？
cli-ask-values = “{ $heading }”中这些值是什么意思：{ $values }？
cli-ask-codes = “{ $heading }”的代码理解得对吗？{ $meanings }
cli-import-checking = 检查
cli-import-recording = 入库
cli-import-linking = 关联
cli-import-progress = { $what } { $percent } %
cli-import-done = 共 { $rows } 行：新增 { $new }，已有 { $kept }（其中有变化 { $changed }，分类变化 { $status_changes }），拒收 { $rejected }，清单中有而文件中无 { $missing }，关联 { $links }。
cli-import-checked = 仅检查，未入库。共 { $rows } 行：新增 { $new }，已有 { $kept }（其中有变化 { $changed }，分类变化 { $status_changes }），拒收 { $rejected }，清单中有而文件中无 { $missing }，关联 { $links }。
cli-import-unlisted = { $unlisted_links } 条关联有一端不在清单中（{ $unlisted_ends } 端，{ $unlisted_numbers } 个不同编号）；未予虚构。
cli-import-undo = 如需撤回：fenghuo imports undo { $id } --reason …
cli-import-undone = 已撤回 { $taken } 条事实；{ $stayed } 例病例因其后已有人处理而保留。
cli-chains = 病例 { $cases }；传播链规模 { $components }；各代病例 { $generations }；来源不明 { $unlinked }；传播最多的病例 { $number }：{ $offspring } 人

## 规程

cli-overlay = 地方覆盖
cli-add-on = （层层加码：未经批准）
cli-check = { $files } 个文件，{ $examples } 个示例，{ $failed } 个不成立。
cli-check-failed = 有示例不成立。
cli-diff = { $count } 条规则不同，其中 { $stricter } 条更严（▲）。
cli-notation = “{ $text }”：{ $edition }，{ $title }（{ $regime }，{ $form }，共 { $days } 天）

## 用法有误

cli-usage-unknown-argument = 没有选项“{ $what }”。
cli-usage-unknown-command = 没有命令“{ $what }”。
cli-usage-missing-argument = 缺少参数：{ $what }。
cli-usage-missing-command = 请说明要做什么。
cli-usage-missing-value = “{ $what }”后面缺少取值。
cli-usage-invalid-value = “{ $what }”不能取“{ $value }”。
cli-usage-invalid-choice = “{ $what }”不能取“{ $value }”；可取：{ $valid }。
cli-usage-other = 命令行有误。
cli-usage-hint = 用法请见 fenghuo --help（每个命令都有 --help）。

## 表头

cli-head-post = 岗位
cli-head-name = 名称
cli-head-login = 登录名
cli-head-posts = 岗位
cli-head-id = 编号
cli-head-number = 病例号
cli-head-classification = 分类
cli-head-class = 类别
cli-head-state = 状态
cli-head-count = 数量
cli-head-onset = 发病
cli-head-area = 地区
cli-head-disease = 病种
cli-head-edition = 版本
cli-head-from = 起
cli-head-until = 止
cli-head-overlay = 性质
cli-head-confidence = 可信度
cli-head-title = 名称
cli-head-section = 类型
cli-head-rule = 规则
cli-head-file = 文件
cli-head-order-of = 层级
cli-head-last-exposure = 末次暴露
cli-head-case = 病例
cli-head-due = 期限
cli-head-duty = 责任事项
cli-head-measure = 措施
cli-head-regime = 方案
cli-head-form = 日程
cli-head-basis = 依据
cli-head-generation = 代次
cli-head-offspring = 传播人数
cli-head-started = 开始
cli-head-list = 清单
cli-head-rows = 行数

## 词语：规则类型、变化、接触者与病例的状态

section-case-definition = 病例定义
section-contact-class = 接触者分类
section-regime = 隔离方案
section-zone = 风险区
section-cluster = 聚集性
section-notation = 简写
section-report-clock = 报告时限
section-parameter = 参数
section-obligation = 责任
section-must-not = 不准
rulechange-added = 新增
rulechange-removed = 取消
rulechange-changed = 修改
standing-determined = 已判定
standing-reached = 已联系
standing-under-order = 管控中
standing-released = 已解除
standing-became-case = 转为病例
standing-retracted = 已撤销
care-open = 待隔离
care-isolated = 已隔离
care-admitted = 已收治
care-ended = 已结案
care-withdrawn = 已撤回
import-running = 进行中
import-done = 已完成
import-broken-off = 中断
import-cancelled = 已取消
import-undone = 已撤回

## 帮助

help-heading-usage = 用法：
help-heading-commands = 命令
help-heading-options = 选项
help-heading-arguments = 参数
help-after = 环境变量：FENGHUO_DATA、FENGHUO_DATABASE、FENGHUO_LISTEN、FENGHUO_SERVER、FENGHUO_TOKEN、FENGHUO_LANG、FENGHUO_LOG。数据输出到标准输出，其余到标准错误；退出码：0 完成，1 被拒绝或失败，2 用法有误。
help-fenghuo = 烽火：疫情防控指挥平台。事实记一次，责任必闭环。
help-fenghuo-serve = 运行服务器（接口与计时）
help-fenghuo-import = 导入清单文件：病例、接触者、关联、参与者（CSV、TSV、XLSX、JSON）
help-fenghuo-imports = 导入记录与对照
help-fenghuo-imports-list = 列出导入记录，新的在前
help-fenghuo-imports-undo = 撤回一次导入
help-fenghuo-imports-guess = 推测文件的读法并打印对照文件
help-fenghuo-cases = 病例
help-fenghuo-cases-list = 列出病例
help-fenghuo-cases-show = 查看一例病例及其全部关联
help-fenghuo-contacts = 接触者
help-fenghuo-contacts-list = 列出接触者
help-fenghuo-obligations = 责任事项
help-fenghuo-obligations-list = 列出责任事项，先到期的在前
help-fenghuo-obligations-counts = 按状态计数
help-fenghuo-orders = 隔离与管控决定
help-fenghuo-orders-list = 列出决定
help-fenghuo-orders-show = 查看一项决定及其日程
help-fenghuo-chains = 传播链
help-fenghuo-chains-show = 一例病例所在的传播链
help-fenghuo-chains-summary = 一种疾病的全部传播链
help-fenghuo-protocol = 规程（不需要数据库）
help-fenghuo-protocol-list = 列出各版本与地方覆盖
help-fenghuo-protocol-check = 检查规程文件并运行其中的示例
help-fenghuo-protocol-show = 查看一个版本的规则
help-fenghuo-protocol-diff = 比较两个版本，标出更严之处
help-fenghuo-protocol-read-notation = 读出“14+2”一类简写的含义
help-fenghuo-admin = 建立与维护
help-fenghuo-admin-init = 建立安装：数据目录、密钥、地区、单位与岗位
help-fenghuo-admin-password = 重设用户口令并结束其全部会话；口令从终端或标准输入读取
help-fenghuo-admin-user = 在岗位上设用户；口令从终端或标准输入读取
help-fenghuo-admin-posts = 列出岗位
help-fenghuo-admin-users = 列出某区域及其下级有岗位的用户
help-fenghuo-admin-second-factor = 登录的第二因素验证
help-fenghuo-admin-second-factor-require = 指定必须启用第二因素的角色（不写则均不要求）
help-fenghuo-admin-second-factor-reset = 用户遗失设备与恢复码时，移除其第二因素
help-fenghuo-admin-verify = 验证台账链
help-fenghuo-admin-rebuild = 由台账重建全部派生表
help-fenghuo-openapi = 输出接口的 OpenAPI 文档
help-fenghuo-demo = 演示一次完整疫情，然后在本机提供服务
help-arg-lang = 语言：zh-CN 或 en（默认随终端）
help-arg-json = 以 JSON 输出
help-arg-help = 显示帮助
help-arg-version = 显示版本
help-arg-data = 数据目录（默认 data；demo 默认 data-demo）
help-arg-database = 数据库地址（默认为数据目录中的 SQLite 文件）
help-arg-listen = 监听地址（默认 127.0.0.1:7140；端口 0 为任选）
help-arg-server = 正在运行的服务器；不写则直接打开数据库
help-arg-token = 服务器会话令牌
help-arg-disease = 病种，如 covid19
help-arg-edition = 版本，如 9th
help-arg-area = 地区代码
help-arg-status = 状态
help-arg-as-of = 截至某时刻所知（RFC 3339）
help-arg-limit = 行数，1 至 500（默认 50）
help-arg-after = 上一页给出的游标
help-arg-id = 编号或病例号
help-arg-file = 文件
help-arg-files = 文件或目录；不写则为内置规程
help-arg-mapping = 各文件的对照文件，顺序相同（不给则推测）
help-arg-list = 清单名称（默认为第一个文件名）
help-arg-history = 历史数据：只入库，不产生任务
help-arg-leave-out = 即使有行被拒收，也导入合格的行
help-arg-rejected = 存放被拒收行的目录，改好后可再次导入
help-arg-dry-run = 只检查，不入库
help-arg-from = 第一个版本
help-arg-to = 第二个版本
help-arg-from-area = 第一个版本加上该地区的覆盖
help-arg-to-area = 第二个版本加上该地区的覆盖
help-arg-text = 简写
help-arg-drill = 设为演练，从该时刻开始（RFC 3339）
help-arg-divisions = 行政区划表 CSV，或 shipped（内置）
help-arg-zone = 时区（默认 Asia/Shanghai）
help-arg-login = 登录名
help-arg-post = 岗位编号，或 地区:角色[:岗位]
help-arg-role = 职责，如 epidemiologist、commander
help-arg-name = 显示名
help-fenghuo-admin-user-diseases = 仅限该病种，可多次给出
help-arg-until = 角色到此时刻自动终止（RFC 3339）
help-arg-must-change = 用户下次登录时必须修改密码
help-arg-roles = 角色，如 administrator 或 epidemiologist
help-arg-scenario = drill（山西某县的演练）或 hagelloch（1861 年麻疹）
help-arg-port = 本机端口（默认任选）
help-arg-no-serve = 演示后结束，不提供服务
help-arg-seed = 演练的随机种子
